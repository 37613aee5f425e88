<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Api;

use PHPUnit\Framework\TestCase;
use PictureOptimizer\Api\Answer;
use PictureOptimizer\Api\BrokenAnswer;
use PictureOptimizer\Api\Problem;
use PictureOptimizer\Api\Reader;
use PictureOptimizer\Api\Wire\Account;
use PictureOptimizer\Api\Wire\Capabilities;
use PictureOptimizer\Api\Wire\ConnectToken;
use PictureOptimizer\Api\Wire\ConnectTokenRequest;
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
use PictureOptimizer\Api\Wire\UploadProgress;

/** What comes over the wire is read as the contract says, or refused. */
final class WireTest extends TestCase
{
    private const EXAMPLES = __DIR__ . '/../../../contract/examples/';

    private const ANSWERS = [Account::class, Capabilities::class, Image::class, UploadProgress::class, Quote::class, Job::class,
        Item::class, ReceiptAnswer::class, Preview::class, ConnectToken::class];

    private const REQUESTS = [QuoteRequest::class, JobRequest::class, Receipt::class, ReviewedText::class,
        PreviewRequest::class, RegenerateRequest::class, ConnectTokenRequest::class];

    /** @return iterable<string, array{string, class-string}> */
    public function contractExamples(): iterable
    {
        foreach ([...self::ANSWERS, ...self::REQUESTS] as $class) {
            foreach (self::examples($class) as $file) {
                yield basename($file) => [$file, $class];
            }
        }
    }

    /** @return list<string> */
    private static function examples(string $class): array
    {
        return glob(self::EXAMPLES . wp_basename(strtr($class, '\\', '/')) . '.*.json') ?: [];
    }

    /**
     * @dataProvider contractExamples
     * @param class-string $class
     */
    public function testEveryExampleOfTheContractComesAndGoesUnchanged(string $file, string $class): void
    {
        $body = (string) file_get_contents($file);
        $answer = new Answer(200, ['content-type' => 'application/json; charset=utf-8'], $body);
        $again = json_decode((string) wp_json_encode($class::read($answer->json())), true);
        $given = json_decode($body, true);
        self::assertEquals($given, self::asFarAs($given, $again));
    }

    /**
     * Fields that were left out come back with their default.
     *
     * @param array<mixed> $given
     * @param array<mixed> $again
     * @return array<mixed>
     */
    private static function asFarAs(array $given, array $again): array
    {
        $both = array_intersect_key($again, $given);
        foreach ($both as $name => $value) {
            $both[$name] = is_array($value) && is_array($given[$name]) ? self::asFarAs($given[$name], $value) : $value;
        }
        return $both;
    }

    public function testThereIsAnExampleOfEveryAnswer(): void
    {
        foreach (self::ANSWERS as $class) {
            self::assertNotEmpty(self::examples($class), "no example of {$class} in the contract");
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
            self::assertSame((int) $document['needed'], $problem->needed());
            self::assertSame((int) $document['available'], $problem->available());
            self::assertSame($document['request_id'], $problem->requestId());
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
        Quote::read((new Answer($status, ['content-type' => $type], $body))->expect(200)->json());
    }

    /** @return iterable<string, array{string, mixed}> */
    public function faults(): iterable
    {
        yield 'a hash that is a path' => ['sha256', '../../wp-config.php'];
        yield 'an extension that is a path' => ['extension', 'php/../x'];
        yield 'a type that is no image' => ['media_type', 'text/html'];
        yield 'a number as text' => ['bytes', '100'];
        yield 'a number that is none' => ['width', null];
        yield 'an id with a slash' => ['id', 'fil_1/2'];
    }

    /**
     * @dataProvider faults
     * @group acceptance-A3
     */
    public function testTheFieldAtFaultIsNamed(string $field, mixed $value): void
    {
        $item = json_decode((string) file_get_contents(self::EXAMPLES . 'Item.ready.json'), true);
        $item['export']['files'][0][$field] = $value;
        $this->expectException(BrokenAnswer::class);
        $this->expectExceptionMessage("export.files.0.{$field}");
        Item::read(new Reader($item));
    }

    public function testWhatANewerServiceSaysIsNoFault(): void
    {
        $item = json_decode((string) file_get_contents(self::EXAMPLES . 'Item.ready.json'), true);
        $newer = ['state' => 'polishing', 'colour' => 'blue', 'reason' => ['code' => 'brand_new', 'message' => 'New.']];
        $read = Item::read(new Reader($newer + $item));
        self::assertNull($read->state);
        self::assertSame('brand_new', $read->reason?->code);
    }
}
