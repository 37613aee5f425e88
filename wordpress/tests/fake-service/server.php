<?php

/**
 * A stand-in for the service, for `php -S`: speaks the contract's routes, and misbehaves when told to. It keeps its
 * state in the folder FAKE_SERVICE and builds its answers from the contract's own examples.
 */

declare(strict_types=1);

namespace PictureOptimizer\FakeService;

require __DIR__ . '/Charges.php';
require __DIR__ . '/State.php';
require __DIR__ . '/Pictures.php';
require __DIR__ . '/Bucket.php';
require __DIR__ . '/faults.php';

const EXAMPLES = __DIR__ . '/../../../contract/examples/';

$state = new State((string) getenv('FAKE_SERVICE'));
$method = $_SERVER['REQUEST_METHOD'];
$path = (string) parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
$body = (string) file_get_contents('php://input');
header('X-Request-Id: req_1');
$state->log($method, $path, getallheaders(), strlen($body));

$fault = $state->takeFault("{$method} {$path}");
if ($fault !== null) {
    misbehave($fault);
}
if (str_starts_with($path, '/bucket/')) {
    bucket($state)->answer($state, $method, basename($path), $body);
}
$withoutKey = in_array($path, ['/v1/service', '/v1/connect', '/v1/connect/token'], true);
if (!$withoutKey && ($_SERVER['HTTP_AUTHORIZATION'] ?? '') !== 'Bearer ' . $state->read()['key']) {
    problem(401, 'invalid_key', 'This API key is not valid');
}
route($state, $method, $path, $body);

function route(State $state, string $method, string $path, string $body): void
{
    $json = json_decode($body, true) ?? [];
    $key = $_SERVER['HTTP_IDEMPOTENCY_KEY'] ?? '';
    match (true) {
        $path === '/v1/service' => answer(200, $state->read()['service'] + ['time' => gmdate('c')] + example('Service.here')),
        $path === '/v1/connect' => begin($state, $json),
        $path === '/v1/connect/token' => token($state, $json),
        $path === '/v1/account' => account($state),
        $path === '/v1/capabilities' => capabilities($state->read()),
        str_ends_with($path, '/upload') => announce($state, basename(dirname($path)), $json),
        str_ends_with($path, '/uploaded') => uploaded($state, basename(dirname($path))),
        str_ends_with($path, '/downloads') => downloads($state, basename(dirname($path))),
        $method === 'HEAD' => head($state, basename($path)),
        str_ends_with($path, '/metadata') => metadata($state, basename(dirname($path)), $json),
        str_ends_with($path, '/regenerate') => regenerate($state, basename(dirname($path)), $json, $key),
        $method === 'PUT' => put($state, basename($path), $body),
        $path === '/v1/previews' => answer(200, example('Preview.webp')),
        $path === '/v1/quotes' => quote($state, $json, $key),
        $path === '/v1/jobs' => order($state, $json, $key, $body),
        str_ends_with($path, '/cancel') => cancel($state, basename(dirname($path))),
        str_starts_with($path, '/v1/jobs/') => job($state, basename($path)),
        str_starts_with($path, '/v1/files/') => send($state, basename($path)),
        str_ends_with($path, '/receipt') => receipt($state, basename(dirname($path)), $json),
        default => problem(404, 'not_found', 'Not found'),
    };
}

/** @param array<string, mixed> $state */
function capabilities(array $state): never
{
    $can = example('Capabilities.embedded');
    $heic = $state['takes_heic'] ? ['image/heic'] : [];
    answer(200, ['direct_hosts' => $state['direct_hosts'], 'input_media_types' => [...$can['input_media_types'], ...$heic]] + $can);
}

/** @return array<string, mixed> */
function example(string $name): array
{
    return json_decode((string) file_get_contents(EXAMPLES . "{$name}.json"), true);
}

/** @param array<string, mixed> $data */
function answer(int $status, array $data, string $type = 'application/json'): never
{
    http_response_code($status);
    header("Content-Type: {$type}");
    echo json_encode($data);
    exit;
}

/** @param array<string, mixed> $more */
function problem(int $status, string $code, string $title, array $more = [], bool $retryable = false): never
{
    answer(
        $status,
        ['type' => 'about:blank', 'title' => $title, 'status' => $status, 'code' => $code,
        'detail' => "{$title}.", 'retryable' => $retryable, 'charged' => false, 'request_id' => 'req_1'] + $more,
        'application/problem+json'
    );
}

/** @param array<string, string> $request */
function begin(State $state, array $request): never
{
    $state->change(static fn (array $s): array => ['wish' => $request + ['decision' => '']] + $s);
    answer(201, ['interval' => $state->read()['interval']] + example('ConnectCodes.waiting'));
}

/** @param array<string, string> $request */
function token(State $state, array $request): never
{
    $wish = $state->read()['wish'];
    $challenge = rtrim(strtr(base64_encode(hash('sha256', $request['verifier'], true)), '+/', '-_'), '=');
    $known = $request['device_code'] === example('ConnectCodes.waiting')['device_code'];
    if (!$known || $wish === null || $wish['challenge'] !== $challenge || $wish['site_url'] !== $request['site_url']) {
        problem(400, 'expired_token', 'The code has expired');
    }
    match ($wish['decision']) {
        'yes' => null,
        'no' => problem(400, 'access_denied', 'The connection was declined'),
        'full' => problem(409, 'state_conflict', 'The Free plan is for 1 site'),
        'too soon' => problem(400, 'slow_down', 'Ask less often', [], true),
        default => problem(400, 'authorization_pending', 'The code has not been confirmed yet', [], true),
    };
    $state->change(static fn (array $s): array => ['wish' => null] + $s);
    answer(201, ['api_key' => $state->read()['key'], 'prefix' => 'po_live_0123', 'scopes' => ['analyze', 'export', 'read']]);
}

function account(State $state): never
{
    $account = example('Account.demo');
    $account['credits']['available'] = $state->read()['credits'];
    $account['frozen'] = $state->read()['frozen'] ?? false;
    answer(200, $account);
}

function head(State $state, string $sha256): never
{
    $have = $state->uploadedBytes($sha256);
    if ($have === 0) {
        http_response_code(404);
    } elseif ($state->isWhole($sha256)) {
        http_response_code(200);
    } else {
        http_response_code(204);
        header("Upload-Offset: {$have}");
    }
    exit;
}

function put(State $state, string $sha256, string $body): never
{
    preg_match('#^bytes (\d+)-(\d+)/(\d+)$#', $_SERVER['HTTP_CONTENT_RANGE'] ?? '', $range);
    [, $from, , $total] = array_map(intval(...), $range);
    $have = $state->uploadedBytes($sha256);
    if ($from !== $have) {
        problem(409, 'upload_offset', 'The upload continues at a different offset', ['offset' => $have], true);
    }
    $now = $state->append($sha256, $body);
    if ($now < $total) {
        answer(202, ['sha256' => $sha256, 'offset' => $now, 'total' => $total]);
    }
    answer(201, ['id' => 'img_1', 'sha256' => $sha256, 'bytes' => $now] + example('Image.whole'));
}

/** Where the stand-in's bucket is said to be: at its first host. */
function bucket(State $state): Bucket
{
    return new Bucket((string) getenv('FAKE_SERVICE'), $state->read()['direct_hosts'][0] ?? '');
}

/** @param array{bytes: int, parts: list<string>} $request */
function announce(State $state, string $sha256, array $request): never
{
    if ($state->read()['direct_hosts'] === []) {
        problem(409, 'state_conflict', 'This service takes bytes itself');
    }
    if ($state->isWhole($sha256)) {
        answer(200, ['id' => 'img_1', 'sha256' => $sha256, 'bytes' => $request['bytes']] + example('Image.whole'));
    }
    $state->change(static function (array $s) use ($sha256, $request): array {
        $s['announced'][$sha256] = $request;
        return $s;
    });
    answer(201, bucket($state)->missing($sha256, $request));
}

function uploaded(State $state, string $sha256): never
{
    $request = $state->read()['announced'][$sha256] ?? problem(404, 'not_found', 'No such upload was announced');
    $whole = bucket($state)->join($sha256, count($request['parts']));
    if (strlen($whole) < $request['bytes']) {
        problem(409, 'upload_offset', 'A part is missing', ['offset' => 0], true);
    }
    $state->append($sha256, $whole);
    answer(201, ['id' => 'img_1', 'sha256' => $sha256, 'bytes' => strlen($whole)] + example('Image.whole'));
}

function downloads(State $state, string $item): never
{
    $files = [];
    foreach ($state->filesOf($item) as $id) {
        $state->capture($id, 'export');
        $url = $state->read()['direct_hosts'] === [] ? "/v1/files/{$id}?ticket=abc" : bucket($state)->readAt($id);
        $files[] = ['id' => $id, 'url' => $url, 'expires_at' => gmdate('c', time() + 300)];
    }
    answer(200, ['files' => $files]);
}

/** @param array<string, mixed> $request */
function quote(State $state, array $request, string $key): never
{
    $known = $state->read()['answers'][$key] ?? null;
    if ($known !== null) {
        answer(201, $known);
    }
    $items = [];
    foreach ($request['items'] as $item) {
        $analysis = str_contains($request['pipeline'], 'analyze') ? $state->price($item['sha256'], 'analysis') : null;
        $export = str_contains($request['pipeline'], 'export') ? $state->price($item['sha256'], 'export') : null;
        $items[] = ['reference' => $item['reference'], 'sha256' => $item['sha256'], 'analysis_credits' => $analysis,
            'export_credits' => $export, 'paid_before' => $analysis === 0 || $export === 0,
            'uploaded' => $state->isWhole($item['sha256']), 'estimated_bytes' => intdiv($item['bytes'], 2)];
    }
    $credits = array_sum(array_column($items, 'analysis_credits')) + array_sum(array_column($items, 'export_credits'))
        + $state->read()['surcharge'];
    $state->change(static function (array $s) use ($request): array {
        $s['quotes'][] = $request;
        return $s;
    });
    $quote = ['id' => 'quo_' . count($state->read()['quotes']), 'pipeline' => $request['pipeline'],
        'credits' => $credits, 'items' => $items, 'available' => $state->read()['credits'],
        'available_after' => $state->read()['credits'] - $credits, 'expires_at' => gmdate('c', time() + 900)];
    $state->change(static function (array $s) use ($key, $quote): array {
        $s['answers'][$key] = $quote;
        return $s;
    });
    answer(201, $quote);
}

/** @param array<string, mixed> $request */
function order(State $state, array $request, string $key, string $body): never
{
    $known = $state->read()['orders'][$key] ?? null;
    if ($known !== null && $known['hash'] !== md5($body)) {
        problem(409, 'idempotency_mismatch', 'This Idempotency-Key was used for another request');
    }
    if ($known === null) {
        $state->isQuoted($request) || problem(409, 'state_conflict', 'This is not what was quoted, or it was ordered already');
        $needed = $state->needed($request);
        if ($needed > $state->read()['credits']) {
            problem(402, 'insufficient_credits', 'Not enough credits', ['needed' => $needed,
                'available' => $state->read()['credits']]);
        }
        $left = $state->read()['budget'] ?? null;
        if ($left !== null && $needed > $left) {
            problem(403, 'monthly_budget', 'The budget is used up', ['needed' => $needed, 'available' => $left]);
        }
        $known = ['hash' => md5($body), 'id' => $state->addJob($request, $needed)];
        $state->change(static function (array $s) use ($key, $known): array {
            $s['orders'][$key] = $known;
            return $s;
        });
    }
    if ($state->takeFault('die after order') !== null) {
        http_response_code(500);
        exit;
    }
    answer(202, $state->job($known['id'], advance: false));
}

function job(State $state, string $id): never
{
    answer(200, $state->job($id, advance: true));
}

function cancel(State $state, string $id): never
{
    $state->cancel($id);
    answer(200, $state->job($id, advance: false));
}

function send(State $state, string $id): never
{
    $state->capture($id, 'export');
    sendFile($state->file($id));
}

/** @param array{path: string, media_type: string} $file */
function sendFile(array $file): never
{
    $bytes = (string) file_get_contents($file['path']);
    if (defined('FAULT') && FAULT === 'other bytes') {
        $bytes = strrev($bytes);
    }
    preg_match('/^bytes=(\d+)-(\d+)$/', $_SERVER['HTTP_RANGE'] ?? '', $range);
    [, $from, $to] = array_map(intval(...), $range);
    http_response_code(206);
    header('Content-Type: ' . (defined('FAULT') && FAULT === 'other type' ? 'image/jpeg' : $file['media_type']));
    header("Content-Range: bytes {$from}-{$to}/" . strlen($bytes));
    echo substr($bytes, $from, $to - $from + 1);
    exit;
}

/** @param array<string, mixed> $text */
function metadata(State $state, string $item, array $text): never
{
    if (!$state->isInReview($item)) {
        problem(409, 'state_conflict', 'Text is taken only in review');
    }
    if ($state->read()['credits'] < 1) {
        problem(402, 'insufficient_credits', 'Not enough credits', ['needed' => 1, 'available' => 0]);
    }
    answer(200, $state->accept($item, $text));
}

/** @param array<string, mixed> $request */
function regenerate(State $state, string $item, array $request, string $key): never
{
    answer(202, $state->regenerate($item, (string) $request['wish'], $key));
}

/** @param array<string, mixed> $request */
function receipt(State $state, string $item, array $request): never
{
    answer(200, ['item' => $state->receipt($item, $request), 'refunded' => 0, 'refund_pending' => false]);
}
