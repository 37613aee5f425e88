// Not connected: the way to the service and back to exactly these images, without a detour through the settings.
import { Button, TextControl } from '@wordpress/components';
import { useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import { Step } from '../shared/Step';

export function Connect({ selection }) {
  const { connection } = window.pictureOptimizer;
  return (
    <Step label={__('Connect', 'picture-optimizer')}>
      <p>{connection.obstacle}</p>
      {connection.form ? (
        <Form connection={connection} selection={selection} />
      ) : (
        <p>{__('Please ask an administrator of this site to connect it.', 'picture-optimizer')}</p>
      )}
    </Step>
  );
}

function Form({ connection: { url, form, settingsUrl }, selection }) {
  const [service, setService] = useState(url);
  return (
    <form method="post" action={form.action}>
      <input type="hidden" name="action" value={form.name} />
      <input type="hidden" name="_wpnonce" value={form.nonce} />
      <input type="hidden" name="back" value={backTo(window.location.href, selection)} />
      <TextControl
        label={__('Service address', 'picture-optimizer')}
        help={__('You sign in or sign up there, confirm, and come straight back to these images.', 'picture-optimizer')}
        type="url"
        name="service_url"
        required
        placeholder="https://api.example.com"
        value={service}
        onChange={setService}
        readOnly={form.fixed}
        __nextHasNoMarginBottom
        __next40pxDefaultSize
      />
      <div className="picopt-buttons">
        <Button variant="link" href={settingsUrl}>
          {__('Use an API key instead', 'picture-optimizer')}
        </Button>
        <Button variant="primary" type="submit">
          {__('Connect', 'picture-optimizer')}
        </Button>
      </div>
    </form>
  );
}

// The page that is open now, asked to open the same images again.
export function backTo(address, { ids }) {
  const url = new URL(address);
  if (ids?.length > 0) {
    url.searchParams.set('picopt_action', 'optimize');
    url.searchParams.set('picopt_ids', ids.join(','));
  }
  return url.href;
}
