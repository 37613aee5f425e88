// What was done to an image, from WordPress' own facts about it, which the block has asked for already.
import { useSelect } from '@wordpress/data';

// {name, label, detail, canRevert}; null while it is not known, and for whom it is no business of.
export function useStatus(id) {
  return useSelect(
    (select) =>
      (id && select('core').getEntityRecord('postType', 'attachment', id, { context: 'view' })?.picopt) || null,
    [id]
  );
}

export const Dot = ({ status }) => <span className={`picopt-dot picopt-${status?.name ?? 'unknown'}`} aria-hidden="true" />;
