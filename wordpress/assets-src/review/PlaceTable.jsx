// The places of one image in the site's texts, with the alt text of each: its own where it leads somewhere or speaks another
// language.
import { __, sprintf } from '@wordpress/i18n';
import { quoted } from '../shared/format';
import { PageLink } from './PageLink';

export function PlaceTable({ spots, texts, planned, onChange }) {
  return (
    <table className="picopt-spots">
      <thead>
        <tr>
          <th scope="col">{__('Page', 'picture-optimizer')}</th>
          <th scope="col">{__('Purpose', 'picture-optimizer')}</th>
          <th scope="col">{__('Alt text there', 'picture-optimizer')}</th>
        </tr>
      </thead>
      <tbody>
        {spots.map((spot, number) => (
          <tr key={`${spot.post} ${spot.key} ${number}`}>
            <td>
              <PageLink page={spot} />
              {spot.words && <q>{spot.words}</q>}
            </td>
            <td>{roleOf(spot)}</td>
            <td>
              <AltText
                spot={spot}
                text={texts[spot.key]}
                planned={planned}
                onChange={(text) => onChange({ ...texts, [spot.key]: text })}
              />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function roleOf({ decorative, link }) {
  if (decorative) {
    return __('Decorative', 'picture-optimizer');
  }
  return link
    ? /* translators: %s: address */ sprintf(__('Link to %s', 'picture-optimizer'), link)
    : __('Part of the content', 'picture-optimizer');
}

function AltText({ spot, text, planned, onChange }) {
  if (spot.decorative) {
    return __('None, because it’s decorative', 'picture-optimizer');
  }
  if (spot.alt !== '') {
    return (
      <>
        {quoted(spot.alt)} <strong>{__('Already there', 'picture-optimizer')}</strong>
      </>
    );
  }
  if (text === undefined && planned && spot.link) {
    return __('Its own, for the link', 'picture-optimizer');
  }
  if (text === undefined) {
    return __('The image’s alt text', 'picture-optimizer');
  }
  return (
    <input
      type="text"
      value={text}
      placeholder={__('Empty: screen readers skip it', 'picture-optimizer')}
      /* translators: %s: title of a page */
      aria-label={sprintf(__('Alt text on “%s”', 'picture-optimizer'), spot.title)}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
