<?php

declare(strict_types=1);

namespace PictureOptimizer\Connect;

use PictureOptimizer\Api\ApiError;
use PictureOptimizer\Api\Client;
use PictureOptimizer\Api\Connection;
use PictureOptimizer\Api\Problem;
use PictureOptimizer\Api\Wire\ConnectRequest;
use PictureOptimizer\Api\Wire\ConnectTokenRequest;

/**
 * Gets this site's key without anybody copying one: the device authorization grant (RFC 8628) with PKCE (RFC 7636,
 * S256). A person confirms a short code in the dashboard, in whatever browser; the key goes from server to server and is
 * never in a page, an address or a log.
 */
final class DeviceFlow
{
    private const SLOWER = 5; // seconds: RFC 8628, 3.5
    private const NETWORK_SLOWER = 2;

    public function __construct(
        private readonly Connection $connection,
        private readonly Client $client,
        private readonly ServiceCheck $check,
        private readonly AttemptStore $attempts,
    ) {
    }

    /**
     * Checks the service, and asks it for a code. An attempt that waits already gives way.
     *
     * @param string $serviceUrl as it was typed; an address in wp-config.php wins over it
     * @throws Refusal with a sentence for the person
     */
    public function begin(string $serviceUrl): Progress
    {
        if (Connection::hasFixedKey()) {
            throw new Refusal(Connection::whyFixed());
        }
        $fixed = defined('PICTURE_OPTIMIZER_URL');
        $service = $this->check->check($fixed ? $this->connection->url() : $serviceUrl);
        $verifier = self::base64url(random_bytes(48));
        $challenge = self::base64url(hash('sha256', $verifier, true));
        $site = untrailingslashit(home_url());
        try {
            $codes = $this->client->beginConnecting($service, new ConnectRequest($site, $challenge));
        } catch (ApiError $error) {
            throw Refusal::of($error);
        }
        $attempt = new Attempt(
            $service,
            $site,
            $codes->deviceCode,
            $verifier,
            $codes->userCode,
            esc_url_raw($codes->verificationUrlComplete, ['http', 'https']),
            time() + $codes->expiresIn,
            max(1, $codes->interval),
            time(),
        );
        $this->attempts->put($attempt);
        return Progress::of($attempt);
    }

    /** How far the attempt is; asks the service when enough time has passed, and saves the key when there is one. */
    public function progress(): Progress
    {
        $attempt = $this->attempts->get();
        if ($attempt === null) {
            return $this->connection->isReady() ? Progress::connected() : Progress::of(null);
        }
        if ($attempt->isOver()) {
            return $this->end(__('The code has expired: codes last 30 minutes. Select Connect to get a new one.', 'picture-optimizer'));
        }
        if (!$attempt->mayAsk() || !$this->attempts->replace($attempt->asked())) {
            return Progress::of($attempt);
        }
        return $this->ask($attempt);
    }

    public function cancel(): void
    {
        $this->attempts->remove();
    }

    private function ask(Attempt $attempt): Progress
    {
        $request = new ConnectTokenRequest($attempt->deviceCode, $attempt->verifier, $attempt->site);
        try {
            $key = $this->client->collectKey($attempt->service, $request);
        } catch (ApiError $error) {
            return $this->withoutKey($attempt, $error);
        }
        $this->attempts->remove();
        try {
            $this->connection->save($attempt->service, $key);
        } catch (\InvalidArgumentException $refused) {
            return Progress::ended($refused->getMessage());
        }
        $this->meet();
        return Progress::connected();
    }

    /** Learns what this service can do, which the client remembers; where it does not answer now, it will be asked later. */
    private function meet(): void
    {
        try {
            $this->client->capabilities();
        } catch (ApiError) {
            return;
        }
    }

    /** Nobody has decided, somebody has said no, or the service is away: only the second is the end. */
    private function withoutKey(Attempt $attempt, ApiError $error): Progress
    {
        $code = $error->reasonCode();
        if ($code === 'access_denied') {
            return $this->end(__('The connection was declined in the dashboard. Nothing was changed.', 'picture-optimizer'));
        }
        if ($code === 'expired_token') {
            return $this->end(__('The code has expired or was used already. Select Connect to get a new one.', 'picture-optimizer'));
        }
        if ($error instanceof Problem && !$error->isRetryable()) {
            return $this->end($error->report());
        }
        $slower = match ($code) {
            'authorization_pending' => 0,
            'slow_down' => self::SLOWER,
            default => self::NETWORK_SLOWER,
        };
        $waiting = $attempt->asked($slower);
        $this->attempts->replace($waiting);
        return Progress::of($waiting);
    }

    private function end(string $message): Progress
    {
        $this->attempts->remove();
        return Progress::ended($message);
    }

    private static function base64url(string $bytes): string
    {
        return rtrim(strtr(base64_encode($bytes), '+/', '-_'), '=');
    }
}
