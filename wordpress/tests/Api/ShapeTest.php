<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Api;

use PictureOptimizer\Api\Answer;
use PictureOptimizer\Api\BrokenAnswer;
use PictureOptimizer\Api\Problem;
use PictureOptimizer\Api\Shape;
use PHPUnit\Framework\TestCase;

final class ShapeTest extends TestCase
{
    private const EXAMPLES = __DIR__ . '/../../../contract/examples/';

    private const SHAPES = ['Account' => Shape::ACCOUNT, 'Capabilities' => Shape::CAPABILITIES, 'Image' => Shape::IMAGE,
        'UploadProgress' => Shape::PROGRESS, 'Quote' => Shape::QUOTE, 'Job' => Shape::JOB, 'Item' => Shape::ITEM,
        'ReceiptAnswer' => Shape::RECEIPT, 'Preview' => Shape::PREVIEW, 'ConnectToken' => Shape::TOKEN];

    /** @return iterable<string, array{string, array<string, mixed>}> */
    public function contractExamples(): iterable
    {
        foreach (self::SHAPES as $model => $shape) {
            foreach (glob(self::EXAMPLES . "{$model}.*.json") ?: [] as $file) {
                yield basename($file) => [$file, $shape];
            }
        }
    }

    /**
     * @dataProvider contractExamples
     * @param array<string, mixed> $shape
     */
    public function testEveryAnswerOfTheContractIsUnderstood(string $file, array $shape): void
    {
        $body = (string) file_get_contents($file);
        $answer = new Answer(200, ['content-type' => 'application/json; charset=utf-8'], $body);
        self::assertSame(json_decode($body, true), $answer->json($shape));
    }

    public function testThereIsAnExampleOfEveryAnswer(): void
    {
        foreach (array_keys(self::SHAPES) as $model) {
            self::assertNotEmpty(glob(self::EXAMPLES . "{$model}.*.json"), "no example of {$model} in the contract");
        }
    }

    /** @return iterable<string, array{string}> */
    public function contractProblems(): iterable
    {
        foreach (glob(self::EXAMPLES . 'Problem.*.json') ?: [] as $file) {
            yield basename($file) => [$file];
        }
    }

    /** @dataProvider contractProblems */
    public function testEveryProblemOfTheContractIsUnderstood(string $file): void
    {
        $document = json_decode((string) file_get_contents($file), true);
        $answer = new Answer(
            $document['status'],
            ['content-type' => 'application/problem+json', 'retry-after' => '9'],
            (string) file_get_contents($file)
        );
        try {
            $answer->expect(200);
            self::fail('a problem was taken for a success');
        } catch (Problem $problem) {
            self::assertSame($document['code'], $problem->reasonCode());
            self::assertSame($document['retryable'], $problem->isRetryable());
            self::assertSame($document['detail'], $problem->getMessage());
            self::assertSame((int) $document['offset'], $problem->number('offset'));
            self::assertSame(9, $problem->retryAfter());
        }
    }

    /** @return iterable<string, array{int, string, string}> */
    public function notTheService(): iterable
    {
        yield 'a web page' => [200, 'text/html', '<!doctype html><title>Log in</title>'];
        yield 'a web page for an error' => [500, 'text/html', '<h1>Internal Server Error</h1>'];
        yield 'no body' => [200, 'application/json', ''];
        yield 'cut-off JSON' => [200, 'application/json', '{"id": "quo_'];
        yield 'JSON that is no object' => [200, 'application/json', '"ok"'];
        yield 'an error without a problem document' => [402, 'application/json', '{"error": "pay"}'];
        yield 'a problem without its fields' => [402, 'application/problem+json', '{"status": 402}'];
        yield 'a redirect' => [302, 'text/html', ''];
        yield 'a wrong type' => [200, 'application/json', '{"id": 7, "credits": "2", "available": 1, "items": []}'];
        yield 'a bad id' => [200, 'application/json', '{"id": "../x", "credits": 2, "available": 1, "items": []}'];
        yield 'items that are none' => [200, 'application/json',
            '{"id": "quo_1", "credits": 2, "available": 1, "items": [1]}'];
    }

    /**
     * @dataProvider notTheService
     * @group acceptance-A3
     */
    public function testAnAnswerThatIsNotTheServicesIsRefused(int $status, string $type, string $body): void
    {
        $this->expectException(BrokenAnswer::class);
        (new Answer($status, ['content-type' => $type], $body))->expect(200)->json(Shape::QUOTE);
    }
}
