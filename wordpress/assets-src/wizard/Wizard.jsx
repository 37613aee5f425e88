// Choose → confirm → progress (→ review → progress) → result. Each step takes the focus when it comes up.
import { Modal } from '@wordpress/components';
import { useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import { Choose } from './Choose';
import { Confirm } from './Confirm';
import { Progress } from '../job/Progress';
import { Result } from '../job/Result';
import { Review } from '../review/Review';

const titles = {
  choose: __('Optimize pictures', 'picture-optimizer'),
  confirm: __('What it costs', 'picture-optimizer'),
  progress: __('Pictures are being processed', 'picture-optimizer'),
  review: __('Review of texts', 'picture-optimizer'),
  result: __('Done', 'picture-optimizer'),
};

export function Wizard({ selection, jobId, onClose }) {
  const [step, setStep] = useState(jobId ? 'progress' : 'choose');
  const [plan, setPlan] = useState(null);
  const [job, setJob] = useState(jobId);

  const steps = {
    choose: () => (
      <Choose
        selection={selection}
        onPlan={(made) => {
          setPlan(made);
          setStep('confirm');
        }}
      />
    ),
    confirm: () => (
      <Confirm
        plan={plan}
        onBack={() => setStep('choose')}
        onClose={() => onClose(false)}
        onStarted={() => {
          setJob(plan.job);
          setStep('progress');
        }}
      />
    ),
    progress: () => (
      <Progress
        job={job}
        onDone={() => setStep('result')}
        onReview={() => setStep('review')}
        onClose={() => onClose(true)}
      />
    ),
    review: () => <Review job={job} onDone={() => setStep('progress')} onClose={() => onClose(true)} />,
    result: () => <Result job={job} onClose={() => onClose(true)} />,
  };

  return (
    <Modal
      title={titles[step]}
      className="picopt-wizard"
      overlayClassName="picopt-overlay"
      onRequestClose={() => onClose(step !== 'choose' && step !== 'confirm')}
      shouldCloseOnClickOutside={false}
    >
      {steps[step]()}
    </Modal>
  );
}
