// Choose → progress (→ review → progress) → result. Each step takes the focus when it comes up.
import { Modal } from '@wordpress/components';
import { useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import { Progress } from '../job/Progress';
import { Result } from '../job/Result';
import { Review } from '../review/Review';
import { Choose } from './Choose';
import { Connect } from './Connect';

const titles = {
  connect: __('Connect to optimize images', 'picture-optimizer'),
  choose: __('Optimize images', 'picture-optimizer'),
  progress: __('Optimizing images', 'picture-optimizer'),
  review: __('Review', 'picture-optimizer'),
  result: __('Results', 'picture-optimizer'),
};

export function Wizard({ selection: first, jobId, onClose }) {
  const [selection, setSelection] = useState(first);
  const [job, setJob] = useState(jobId);
  const [step, setStep] = useState(() => firstStep(jobId));

  const steps = {
    connect: () => <Connect onConnected={() => setStep('choose')} />,
    choose: () => (
      <Choose
        selection={selection}
        onClose={() => onClose(false)}
        onStarted={(plan) => {
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
    result: () => (
      <Result
        job={job}
        onRetry={(ids) => {
          setSelection({ ids, count: ids.length });
          setStep('choose');
        }}
        onClose={() => onClose(true)}
      />
    ),
  };

  return (
    <Modal
      title={titles[step]}
      className={step === 'review' ? 'picopt-full' : 'picopt-wizard'}
      overlayClassName="picopt-overlay"
      onRequestClose={() => onClose(step !== 'choose' && step !== 'connect')}
      shouldCloseOnClickOutside={false}
      isFullScreen={step === 'review'}
    >
      {steps[step]()}
    </Modal>
  );
}

function firstStep(job) {
  if (job) {
    return 'progress';
  }
  return window.pictureOptimizer.connection.ready ? 'choose' : 'connect';
}
