<?php

/** How the stand-in misbehaves when told to. */

declare(strict_types=1);

namespace PictureOptimizer\FakeService;

/** @param array{kind: string, status?: int, headers?: array<string, string>, body?: string} $fault */
function misbehave(array $fault): void
{
    $page = '<!doctype html><title>Oops</title><p>Something is broken.';
    match ($fault['kind']) {
        'reply' => reply($fault),
        'html' => [header('Content-Type: text/html'), print $page, exit],
        'html 500' => [http_response_code(500), header('Content-Type: text/html'), print $page, exit],
        'empty' => [header('Content-Type: application/json'), exit],
        'zero bytes' => [header('Content-Type: image/webp'), exit],
        'no json' => [header('Content-Type: application/json'), print '{"id": "job_', exit],
        'redirect' => [http_response_code(302), header('Location: http://127.0.0.1:1/'), exit],
        'busy' => [header('Retry-After: 7'), problem(503, 'busy', 'Busy', retryable: true)],
        'frozen' => problem(403, 'account_frozen', 'This account is frozen'),
        'no credits' => problem(402, 'insufficient_credits', 'Not enough credits', ['needed' => 2, 'available' => 0]),
        'cut off' => [header('Content-Type: image/webp'), header('Content-Length: 100000'), print 'RIFF', exit],
        'other bytes', 'other type' => define('FAULT', $fault['kind']),
        'sleep' => sleep(30),
        default => null,
    };
}

/** @param array{status: int, headers: array<string, string>, body: string} $fault */
function reply(array $fault): never
{
    http_response_code($fault['status']);
    foreach ($fault['headers'] as $name => $value) {
        header("{$name}: {$value}");
    }
    echo base64_decode($fault['body']);
    exit;
}
