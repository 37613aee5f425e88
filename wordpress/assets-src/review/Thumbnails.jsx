// The images that wait, doubtful ones first; each is a button.
import { memo, useEffect, useRef } from '@wordpress/element';
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
        <Thumbnail
          key={item.id}
          item={item}
          doubts={doubts.get(item.id)}
          isCurrent={item.id === current?.id}
          onChoose={onChoose}
        />
      ))}
    </ol>
  );
}

// Drawn anew only when something about this image has changed: there can be hundreds, and somebody types.
const Thumbnail = memo(({ item, doubts, isCurrent, onChoose }) => (
  <li>
    <button type="button" aria-current={isCurrent} onClick={() => onChoose(item.id)}>
      {item.thumbnail && <img src={item.thumbnail} alt="" width="48" height="48" loading="lazy" />}
      <span>
        <span className="picopt-files">{item.file}</span>
        <Badges doubts={doubts} />
      </span>
    </button>
  </li>
));
