// Not connected: the way to the service and on to exactly these images, without a detour through the settings.
import { Button, TextControl } from '@wordpress/components';
import { useEffect, useRef, useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import { Waiting } from '../connect/Waiting';
import '../connect/connect.css';
import { beginConnecting, cancelConnecting, connectionProgress } from '../shared/api';
import { Step } from '../shared/Step';
import { useRequest } from '../shared/useRequest';

export function Connect({ onConnected }) {
  const { connection } = window.pictureOptimizer;
  const connected = () => {
    window.pictureOptimizer.connection = { ready: true };
    onConnected();
  };
  if (!connection.form) {
    return (
      <Step label={__('Connect', 'picture-optimizer')}>
        <p>{connection.obstacle}</p>
        <p>{__('Ask an administrator of this site to connect it.', 'picture-optimizer')}</p>
      </Step>
    );
  }
  return <Form connection={connection} onConnected={connected} />;
}

function Form({ connection: { url, obstacle, form, settingsUrl }, onConnected }) {
  const [service, setService] = useState(url);
  const [waiting, setWaiting] = useState(null);
  const { busy, problem, run, setProblem } = useRequest();
  // A code from before, in this or another tab.
  const resume = useRef(() =>
    run(async () => {
      const now = await connectionProgress();
      if (now.state === 'connected') {
        onConnected();
      } else if (now.state === 'pending') {
        setWaiting(now);
      }
    })
  );
  useEffect(() => {
    resume.current();
  }, []);
  const ended = (message) => {
    setWaiting(null);
    setProblem(message ? { message, isFinal: true } : null);
  };
  if (waiting) {
    return (
      <Step label={__('Connect', 'picture-optimizer')}>
        <Waiting begun={waiting} onConnected={onConnected} onEnded={ended} />
        <div className="picopt-buttons">
          <Button
            variant="tertiary"
            onClick={() => run(cancelConnecting).then((done) => done && setWaiting(null))}
            disabled={busy}
            accessibleWhenDisabled
          >
            {__('Cancel connecting', 'picture-optimizer')}
          </Button>
        </div>
      </Step>
    );
  }
  const begin = (event) => {
    event.preventDefault();
    if (busy) {
      return; // A second code would make the first one useless.
    }
    run(async () => setWaiting(await beginConnecting(service)));
  };
  return (
    <Step label={__('Connect', 'picture-optimizer')} problem={problem}>
      <p>{obstacle}</p>
      <form onSubmit={begin}>
        <TextControl
          label={__('Service address', 'picture-optimizer')}
          help={__('You sign in or sign up there and confirm a code; then you choose how to optimize these images.', 'picture-optimizer')}
          type="url"
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
          <Button variant="primary" type="submit" isBusy={busy} aria-disabled={busy}>
            {__('Connect', 'picture-optimizer')}
          </Button>
        </div>
      </form>
    </Step>
  );
}
