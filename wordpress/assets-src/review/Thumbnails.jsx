// The images that wait, doubtful ones first; each is a button.
import { useEffect, useRef } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import { Badges } from './Badges';

export function Thumbnails({ items, doubts, current, onChoose }) {
  const list = useRef(null);
  useEffect(() => {
    list.current?.querySelector('[aria-current="true"]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [current?.id]);
  return (
    <ol ref={list} className="picopt-desk-list" aria-label={__('Images to review', 'picture-optimizer')}>
      {items.map((item) => (
        <li key={item.id}>
          <button type="button" aria-current={item.id === current?.id} onClick={() => onChoose(item.id)}>
            {item.thumbnail && <img src={item.thumbnail} alt="" width="48" height="48" loading="lazy" />}
            <span>
              <span className="picopt-files">{item.file}</span>
              <Badges doubts={doubts.get(item.id)} />
            </span>
          </button>
        </li>
      ))}
    </ol>
  );
}
