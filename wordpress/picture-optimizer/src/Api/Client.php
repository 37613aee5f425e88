<?php

declare(strict_types=1);

namespace PictureOptimizer\Api;

/**
 * The service's routes. Every answer is checked before it is believed; everything else is an ApiError.
 * Bodies and answers are those of the service's OpenAPI document.
 */
final class Client
{
    public function __construct(private readonly Http $http)
    {
    }

    /** @return array<string, mixed> */
    public function account(): array
    {
        return $this->http->send('GET', '/v1/account', timeout: 10)->expect(200)->json(Shape::ACCOUNT);
    }

    /** @return array<string, mixed> */
    public function capabilities(): array
    {
        return $this->http->send('GET', '/v1/capabilities', timeout: 10)->expect(200)->json(Shape::CAPABILITIES);
    }

    /**
     * What the pictures would cost at most; nothing is spent.
     *
     * @param array<string, mixed> $request
     * @return array<string, mixed>
     */
    public function quote(array $request, string $idempotencyKey): array
    {
        $quote = $this->post('/v1/quotes', $request, $idempotencyKey)->expect(201)->json(Shape::QUOTE);
        $asked = array_column($request['items'], 'reference');
        if (array_column($quote['items'], 'reference') !== $asked || $quote['credits'] < 0) {
            throw BrokenAnswer::because(__('the quote is for other pictures', 'picture-optimizer'));
        }
        return $quote;
    }

    /**
     * Orders what was quoted. The same key and request lead to the same job, however often they are sent.
     *
     * @param array<string, mixed> $request
     * @return array<string, mixed>
     */
    public function createJob(array $request, string $idempotencyKey): array
    {
        return $this->post('/v1/jobs', $request, $idempotencyKey)->expect(202)->json(Shape::JOB);
    }

    /**
     * The job with all its items.
     *
     * @param int $wait seconds that the service may wait for a change, at most 5
     * @return array<string, mixed>
     */
    public function job(string $id, int $wait = 0): array
    {
        $job = $this->jobPage($id, ['wait' => $wait]);
        // 100 items at most: more pages than that are not the service's.
        for ($page = 1; $job['next_cursor'] !== null && $page < 100; $page++) {
            $next = $this->jobPage($id, ['cursor' => rawurlencode($job['next_cursor'])]);
            $job['items'] = array_merge($job['items'], $next['items']);
            $job['next_cursor'] = $next['next_cursor'];
        }
        return $job;
    }

    /** @return array<string, mixed> */
    public function cancelJob(string $id, string $idempotencyKey): array
    {
        return $this->post("/v1/jobs/{$id}/cancel", null, $idempotencyKey)->expect(200)->json(Shape::JOB);
    }

    /**
     * The text as a person left it; the item goes on to its export.
     *
     * @param array<string, mixed> $text the contract's ReviewedText
     * @return array<string, mixed>
     */
    public function acceptText(string $itemId, array $text): array
    {
        return $this->write('PUT', "/v1/items/{$itemId}/metadata", $text, null)->expect(200)->json(Shape::ITEM);
    }

    /** @return array<string, mixed> the item, which is being looked at once more */
    public function regenerate(string $itemId, string $wish, string $idempotencyKey): array
    {
        $path = "/v1/items/{$itemId}/regenerate";
        return $this->post($path, ['wish' => $wish], $idempotencyKey)->expect(202)->json(Shape::ITEM);
    }

    /**
     * Says what became of a result on this site.
     *
     * @param array<string, mixed> $receipt
     * @return array<string, mixed>
     */
    public function receipt(string $itemId, array $receipt): array
    {
        $key = 'receipt:' . $itemId . ':' . $receipt['outcome'];
        return $this->post("/v1/items/{$itemId}/receipt", $receipt, $key)->expect(200)->json(Shape::RECEIPT);
    }

    /**
     * @param array<string, mixed> $settings export settings
     * @return array<string, mixed>
     */
    public function preview(string $sha256, array $settings): array
    {
        $request = ['sha256' => $sha256, 'settings' => $settings];
        return $this->post('/v1/previews', $request, null)->expect(200)->json(Shape::PREVIEW);
    }

    /** @return string the site's new key, given for a one-time code by a service that is not saved yet */
    public function connect(string $serviceUrl, string $code, string $verifier, string $siteUrl): string
    {
        $body = (string) wp_json_encode(['code' => $code, 'verifier' => $verifier, 'site_url' => $siteUrl]);
        $headers = ['Content-Type' => 'application/json'];
        $answer = $this->http->send('POST', '/v1/connect/token', $headers, $body, base: $serviceUrl);
        return $answer->expect(201)->json(Shape::TOKEN)['api_key'];
    }

    /**
     * @param array<string, int|string> $query
     * @return array<string, mixed>
     */
    private function jobPage(string $id, array $query): array
    {
        $path = add_query_arg(array_filter($query), "/v1/jobs/{$id}");
        $job = $this->http->send('GET', $path, timeout: 20)->expect(200)->json(Shape::JOB);
        if ($job['id'] !== $id) {
            throw BrokenAnswer::because(__('it is about another job', 'picture-optimizer'));
        }
        return $job;
    }

    /** @param array<string, mixed>|null $body */
    private function post(string $path, ?array $body, ?string $idempotencyKey): Answer
    {
        return $this->write('POST', $path, $body, $idempotencyKey);
    }

    /** @param array<string, mixed>|null $body */
    private function write(string $method, string $path, ?array $body, ?string $idempotencyKey): Answer
    {
        $headers = $idempotencyKey === null ? [] : ['Idempotency-Key' => $idempotencyKey];
        if ($body !== null) {
            $headers['Content-Type'] = 'application/json';
        }
        $text = $body === null ? '' : (string) wp_json_encode($body, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE);
        return $this->http->send($method, $path, $headers, $text);
    }
}
