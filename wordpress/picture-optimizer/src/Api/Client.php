<?php

declare(strict_types=1);

namespace PictureOptimizer\Api;

use PictureOptimizer\Api\Wire\Account;
use PictureOptimizer\Api\Wire\Capabilities;
use PictureOptimizer\Api\Wire\ConnectCodes;
use PictureOptimizer\Api\Wire\ConnectRequest;
use PictureOptimizer\Api\Wire\ConnectToken;
use PictureOptimizer\Api\Wire\ConnectTokenRequest;
use PictureOptimizer\Api\Wire\DirectUpload;
use PictureOptimizer\Api\Wire\DirectUploadRequest;
use PictureOptimizer\Api\Wire\Downloads;
use PictureOptimizer\Api\Wire\Image;
use PictureOptimizer\Api\Wire\Item;
use PictureOptimizer\Api\Wire\Job;
use PictureOptimizer\Api\Wire\JobRequest;
use PictureOptimizer\Api\Wire\Preview;
use PictureOptimizer\Api\Wire\PreviewRequest;
use PictureOptimizer\Api\Wire\Quote;
use PictureOptimizer\Api\Wire\QuoteRequest;
use PictureOptimizer\Api\Wire\Receipt;
use PictureOptimizer\Api\Wire\ReceiptAnswer;
use PictureOptimizer\Api\Wire\RegenerateRequest;
use PictureOptimizer\Api\Wire\ReviewedText;

/**
 * The service's routes. Every answer is checked before it is believed; everything else is an ApiError.
 * Bodies and answers are those of the service's OpenAPI document.
 */
final class Client
{
    public function __construct(private readonly Http $http, private readonly AcceptedTypes $accepted)
    {
    }

    public function account(): Account
    {
        return Account::read($this->http->send('GET', '/v1/account', timeout: 10)->expect(200)->json());
    }

    public function capabilities(): Capabilities
    {
        $capabilities = Capabilities::read($this->http->send('GET', '/v1/capabilities', timeout: 10)->expect(200)->json());
        $this->accepted->remember($capabilities->inputMediaTypes);
        return $capabilities;
    }

    /** What the pictures would cost at most; nothing is spent. It expires at a moment of this server's clock. */
    public function quote(QuoteRequest $request, string $idempotencyKey): Quote
    {
        $answer = $this->post('/v1/quotes', $request, $idempotencyKey)->expect(201);
        $quote = Quote::read($answer->json());
        $asked = array_column($request->items, 'reference');
        if (array_column($quote->items, 'reference') !== $asked || $quote->credits < 0) {
            throw BrokenAnswer::because(__('the quote is for other images', 'picture-optimizer'));
        }
        return new Quote(...['expiresAt' => gmdate('c', $answer->here($quote->expiresAt))] + get_object_vars($quote));
    }

    /** Orders what was quoted. The same key and request lead to the same job, however often they are sent. */
    public function createJob(JobRequest $request, string $idempotencyKey): Job
    {
        return Job::read($this->post('/v1/jobs', $request, $idempotencyKey)->expect(202)->json());
    }

    /**
     * All items of a job.
     *
     * @param int $wait seconds that the service may wait for a change, at most 5
     * @return list<Item>
     */
    public function itemsOf(string $jobId, int $wait = 0): array
    {
        $page = $this->jobPage($jobId, ['wait' => $wait]);
        $items = [$page->items];
        // 100 items at most: more pages than that are not the service's.
        while ($page->nextCursor !== null && count($items) < 100) {
            $page = $this->jobPage($jobId, ['cursor' => rawurlencode($page->nextCursor)]);
            $items[] = $page->items;
        }
        return array_merge(...$items);
    }

    public function cancelJob(string $id, string $idempotencyKey): Job
    {
        return Job::read($this->post("/v1/jobs/{$id}/cancel", null, $idempotencyKey)->expect(200)->json());
    }

    /** The text as a person left it; the item goes on to its export. */
    public function acceptText(string $itemId, ReviewedText $text): Item
    {
        return Item::read($this->write('PUT', "/v1/items/{$itemId}/metadata", $text, null)->expect(200)->json());
    }

    /** @return Item the item, which is being looked at once more */
    public function regenerate(string $itemId, string $wish, string $idempotencyKey): Item
    {
        $path = "/v1/items/{$itemId}/regenerate";
        return Item::read($this->post($path, new RegenerateRequest($wish), $idempotencyKey)->expect(202)->json());
    }

    /** Says what became of a result on this site. */
    public function receipt(string $itemId, Receipt $receipt): ReceiptAnswer
    {
        $key = "receipt:{$itemId}:{$receipt->outcome}";
        return ReceiptAnswer::read($this->post("/v1/items/{$itemId}/receipt", $receipt, $key)->expect(200)->json());
    }

    /** @return DirectUpload|null where to send what is missing in the bucket; null when the service knows the picture */
    public function beginUpload(string $sha256, DirectUploadRequest $request): ?DirectUpload
    {
        $answer = $this->post("/v1/images/{$sha256}/upload", $request, null)->expect(200, 201);
        return $answer->status === 200 ? null : DirectUpload::read($answer->json());
    }

    /** Says that all parts are in the bucket: the service checks them, and knows the picture from now on. */
    public function finishUpload(string $sha256): void
    {
        $answer = $this->post("/v1/images/{$sha256}/uploaded", null, null)->expect(200, 201);
        if (Image::read($answer->json())->sha256 !== $sha256) {
            throw BrokenAnswer::because(__('it is about another image', 'picture-optimizer'));
        }
    }

    /** Where the files of a result are; asking is their delivery. */
    public function downloads(string $itemId): Downloads
    {
        return Downloads::read($this->http->send('GET', "/v1/items/{$itemId}/downloads")->expect(200)->json());
    }

    public function preview(PreviewRequest $request): Preview
    {
        return Preview::read($this->post('/v1/previews', $request, null)->expect(200)->json());
    }

    /** Whatever answers at an address that is not saved yet. */
    public function service(string $serviceUrl): Answer
    {
        return $this->http->send('GET', '/v1/service', timeout: 10, base: $serviceUrl);
    }

    /** Codes of a new attempt to connect to a service that is not saved yet. */
    public function beginConnecting(string $serviceUrl, ConnectRequest $request): ConnectCodes
    {
        return ConnectCodes::read($this->ask($serviceUrl, '/v1/connect', $request)->expect(201)->json());
    }

    /** @return string the site's new key, once somebody has confirmed the attempt */
    public function collectKey(string $serviceUrl, ConnectTokenRequest $request): string
    {
        return ConnectToken::read($this->ask($serviceUrl, '/v1/connect/token', $request)->expect(201)->json())->apiKey;
    }

    private function ask(string $serviceUrl, string $path, \JsonSerializable $body): Answer
    {
        $headers = ['Content-Type' => 'application/json'];
        return $this->http->send('POST', $path, $headers, self::encode($body), timeout: 10, base: $serviceUrl);
    }

    /** @param array<string, int|string> $query */
    private function jobPage(string $id, array $query): Job
    {
        $path = add_query_arg(array_filter($query), "/v1/jobs/{$id}");
        $job = Job::read($this->http->send('GET', $path, timeout: 20)->expect(200)->json());
        if ($job->id !== $id) {
            throw BrokenAnswer::because(__('it is about another job', 'picture-optimizer'));
        }
        return $job;
    }

    private function post(string $path, ?\JsonSerializable $body, ?string $idempotencyKey): Answer
    {
        return $this->write('POST', $path, $body, $idempotencyKey);
    }

    private function write(string $method, string $path, ?\JsonSerializable $body, ?string $idempotencyKey): Answer
    {
        $headers = $idempotencyKey === null ? [] : ['Idempotency-Key' => $idempotencyKey];
        if ($body !== null) {
            $headers['Content-Type'] = 'application/json';
        }
        return $this->http->send($method, $path, $headers, $body === null ? '' : self::encode($body));
    }

    private static function encode(\JsonSerializable $body): string
    {
        return (string) wp_json_encode($body, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE);
    }
}
