// What was done to an image, from WordPress' own facts about it, which the block has asked for already.
import { useSelect } from '@wordpress/data';

const asked = (id) => ['postType', 'attachment', id, { context: 'view' }];

// {name, label, detail, canRevert}; null while it is not known, and for whom it is no business of.
export function useStatus(id) {
  return useSelect(
    (select) => (id && select('core').getEntityRecord(...asked(id))?.picopt) || null,
    [id]
  );
}

// Something was done to these images: where one is shown, it is asked for anew.
export const forgetStatus = ({ dispatch }, ids) =>
  ids.forEach((id) => dispatch('core').invalidateResolution('getEntityRecord', asked(id)));

export const Dot = ({ status }) => <span className={`picopt-dot picopt-${status?.name ?? 'unknown'}`} aria-hidden="true" />;
