// The original beside what visitors see now; the original comes from the backup, when somebody asks for it.
import { Button } from '@wordpress/components';
import { useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import { originalOf } from '../shared/api';
import { ProblemNotice } from '../shared/ProblemNotice';
import { useRequest } from '../shared/useRequest';
import { Compare } from '../wizard/Compare';

export function BeforeAfter({ id, file, after }) {
  const [before, setBefore] = useState('');
  const { busy, problem, run } = useRequest();
  if (before) {
    return <Compare before={before} after={after} name={file} actualSize={false} />;
  }
  return (
    <div className="picopt-before-after">
      <img src={after} alt="" />
      <Button
        variant="secondary"
        isBusy={busy}
        disabled={busy}
        accessibleWhenDisabled
        onClick={() => run(async () => setBefore((await originalOf(id)).image))}
      >
        {__('Compare with the original', 'picture-optimizer')}
      </Button>
      <ProblemNotice problem={problem} />
    </div>
  );
}
