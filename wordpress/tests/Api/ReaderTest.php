<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Api;

use PHPUnit\Framework\TestCase;
use PictureOptimizer\Api\Answer;
use PictureOptimizer\Api\ApiError;
use PictureOptimizer\Api\BrokenAnswer;
use PictureOptimizer\Api\LocalFileError;
use PictureOptimizer\Api\NotConnected;
use PictureOptimizer\Api\Problem;
use PictureOptimizer\Api\Reader;
use PictureOptimizer\Api\Unreachable;
use PictureOptimizer\Api\Wire\Format;

/** Fields of an answer are read as the type that they must have, or named as the fault. */
final class ReaderTest extends TestCase
{
    private const DATA = ['text' => 'abc', 'whole' => 7, 'number' => 1.5, 'flag' => false, 'null' => null, 'object' => ['x' => 1],
        'objects' => [['x' => 1], ['x' => 2]], 'texts' => ['a', 'b'], 'wholes' => [1, 2], 'empty' => [],
        'named' => ['a' => 1, 'b' => 2], 'words' => ['a' => 'x'], 'mixed' => ['a', 1], 'gap' => [1 => 'a'], 'formats' => ['webp', 'jxl',
            'avif']];

    /** @return iterable<string, array{callable(Reader): mixed, mixed}> */
    public static function right(): iterable
    {
        yield 'text' => [static fn (Reader $r): mixed => $r->text('text'), 'abc'];
        yield 'text of a form' => [static fn (Reader $r): mixed => $r->text('text', '/^[a-c]+$/'), 'abc'];
        yield 'whole number' => [static fn (Reader $r): mixed => $r->whole('whole'), 7];
        yield 'number' => [static fn (Reader $r): mixed => $r->number('number'), 1.5];
        yield 'a whole number as a number' => [static fn (Reader $r): mixed => $r->number('whole'), 7.0];
        yield 'flag' => [static fn (Reader $r): mixed => $r->flag('flag'), false];
        yield 'object' => [static fn (Reader $r): mixed => $r->object('object')->whole('x'), 1];
        yield 'objects' => [static fn (Reader $r): mixed => $r->objects('objects')[1]->whole('x'), 2];
        yield 'texts' => [static fn (Reader $r): mixed => $r->texts('texts'), ['a', 'b']];
        yield 'no texts' => [static fn (Reader $r): mixed => $r->texts('empty'), []];
        yield 'whole numbers' => [static fn (Reader $r): mixed => $r->wholes('wholes'), [1, 2]];
        yield 'numbers by name' => [static fn (Reader $r): mixed => $r->wholesByName('named'), ['a' => 1, 'b' => 2]];
        yield 'texts by name' => [static fn (Reader $r): mixed => $r->textsByName('words'), ['a' => 'x']];
        yield 'objects by name' => [static fn (Reader $r): mixed => array_keys($r->objectsByName('objects')), [0, 1]];
        yield 'all are numbers' => [static fn (Reader $r): mixed => $r->object('named')->numbers(), ['a' => 1.0, 'b' => 2.0]];
        yield 'names that this plugin knows' => [static fn (Reader $r): mixed => $r->known('formats', Format::tryFrom(...)),
            [Format::Webp, Format::Avif]];
        yield 'it is there' => [static fn (Reader $r): mixed => $r->has('flag'), true];
        yield 'null is not there' => [static fn (Reader $r): mixed => $r->has('null'), false];
        yield 'nor is what is missing' => [static fn (Reader $r): mixed => $r->has('nothing'), false];
    }

    /** @dataProvider right */
    public function testWhatIsRightIsRead(callable $read, mixed $expected): void
    {
        self::assertSame($expected, $read(new Reader(self::DATA)));
    }

    /** @return iterable<string, array{callable(Reader): mixed, string}> and the field at fault */
    public static function wrong(): iterable
    {
        $kinds = ['text', 'whole', 'number', 'flag', 'object', 'objects', 'texts', 'wholes', 'wholesByName', 'textsByName',
            'objectsByName'];
        foreach ($kinds as $kind) {
            yield "{$kind}, missing" => [static fn (Reader $r): mixed => $r->$kind('nothing'), 'nothing'];
            yield "{$kind}, null" => [static fn (Reader $r): mixed => $r->$kind('null'), 'null'];
        }
        yield 'a number for a text' => [static fn (Reader $r): mixed => $r->text('whole'), 'whole'];
        yield 'a text of another form' => [static fn (Reader $r): mixed => $r->text('text', '/^\d+$/'), 'text'];
        yield 'a fraction for a whole number' => [static fn (Reader $r): mixed => $r->whole('number'), 'number'];
        yield 'a text for a number' => [static fn (Reader $r): mixed => $r->number('text'), 'text'];
        yield 'a number for a flag' => [static fn (Reader $r): mixed => $r->flag('whole'), 'whole'];
        yield 'a text for an object' => [static fn (Reader $r): mixed => $r->object('text'), 'text'];
        yield 'texts for objects' => [static fn (Reader $r): mixed => $r->objects('texts'), 'texts'];
        yield 'names for a list' => [static fn (Reader $r): mixed => $r->wholes('named'), 'named'];
        yield 'a list with a gap' => [static fn (Reader $r): mixed => $r->texts('gap'), 'gap'];
        yield 'one that is no text' => [static fn (Reader $r): mixed => $r->texts('mixed'), 'mixed'];
        yield 'one that is no number' => [static fn (Reader $r): mixed => $r->wholesByName('words'), 'words'];
        yield 'inside an object' => [static fn (Reader $r): mixed => $r->object('object')->text('x'), 'object.x'];
        yield 'inside the second object' => [static fn (Reader $r): mixed => $r->objects('objects')[1]->text('y'), 'objects.1.y'];
        yield 'inside a named object' => [static fn (Reader $r): mixed => $r->objectsByName('objects')[1]->flag('x'), 'objects.1.x'];
        yield 'one of the numbers' => [static fn (Reader $r): mixed => $r->object('words')->numbers(), 'words.a'];
    }

    /** @dataProvider wrong */
    public function testWhatIsWrongIsNamed(callable $read, string $field): void
    {
        $this->expectException(BrokenAnswer::class);
        $this->expectExceptionMessage("“{$field}”");
        $read(new Reader(self::DATA));
    }

    /** @return iterable<string, array{string}> */
    public static function noObjects(): iterable
    {
        yield 'nothing' => [''];
        yield 'a number' => ['7'];
        yield 'a text' => ['"x"'];
        yield 'null' => ['null'];
        yield 'cut off' => ['{"a": 1'];
        yield 'JavaScript' => ['{a: 1}'];
        yield 'nested without end' => [str_repeat('[', 65) . str_repeat(']', 65)];
        yield 'broken UTF-8' => ["{\"a\": \"\xff\"}"];
    }

    /** @dataProvider noObjects */
    public function testTextThatIsNoJsonObjectIsRefused(string $text): void
    {
        $this->expectException(BrokenAnswer::class);
        Reader::ofJson($text);
    }

    public function testKeptJsonIsRead(): void
    {
        self::assertSame('x', Reader::ofJson('{"a": "x"}')->text('a'));
    }

    /** @return iterable<string, array{string, string}> header, media type */
    public static function types(): iterable
    {
        yield 'plain' => ['application/json', 'application/json'];
        yield 'with a charset' => ['application/json; charset=utf-8', 'application/json'];
        yield 'in capitals, with blanks' => [' Application/JSON ;x=y', 'application/json'];
        yield 'none' => ['', ''];
    }

    /** @dataProvider types */
    public function testTheMediaTypeIsReadWithoutItsParameters(string $header, string $type): void
    {
        self::assertSame($type, (new Answer(200, ['content-type' => $header], '{}'))->mediaType());
    }

    public function testHeadersAreFoundWhateverTheirCase(): void
    {
        $answer = new Answer(200, ['upload-offset' => '5'], '');
        self::assertSame(['5', ''], [$answer->header('Upload-Offset'), $answer->header('ETag')]);
    }

    public function testAnyOfTheWantedStatusesWillDo(): void
    {
        $answer = new Answer(204, [], '');
        self::assertSame($answer, $answer->expect(200, 204));
        $this->expectException(BrokenAnswer::class);
        $this->expectExceptionMessage('HTTP 204, no type, 0 bytes');
        $answer->expect(200);
    }

    /** @return iterable<string, array{array<string, mixed>, int, string}> changes to the document, Retry-After, message */
    public static function problems(): iterable
    {
        yield 'as it is' => [[], 7, 'Credits are missing.'];
        yield 'without detail its title' => [['detail' => ''], 7, 'Payment required'];
        yield 'blanks are no detail' => [['detail' => "  \n"], 7, 'Payment required'];
        yield 'markup is taken out' => [['detail' => '<b>Pay</b> now <script>x()</script>'], 7, 'Pay now '];
    }

    /**
     * @dataProvider problems
     * @param array<string, mixed> $changes
     */
    public function testAProblemIsSaidInItsOwnWords(array $changes, int $retryAfter, string $message): void
    {
        $document = $changes + ['type' => 'about:blank', 'title' => 'Payment required', 'status' => 402, 'code' => 'insufficient_credits',
            'detail' => 'Credits are missing.', 'retryable' => false, 'charged' => false, 'request_id' => 'req_9', 'needed' => 5,
            'available' => 2, 'field' => 'items.0.sha256'];
        $answer = new Answer(402, ['content-type' => 'application/problem+json',
            'retry-after' => (string) $retryAfter], (string) json_encode($document));
        try {
            $answer->expect(200);
            self::fail('a problem was taken for a success');
        } catch (Problem $problem) {
            self::assertSame(trim($message), trim($problem->getMessage()));
            self::assertSame([402, 7, 5, 2, 'items.0.sha256'], [$problem->status(), $problem->retryAfter(), $problem->needed(),
                $problem->available(), $problem->field()]);
            self::assertTrue($problem->is('not_found', 'insufficient_credits'));
            self::assertFalse($problem->is('not_found'));
            self::assertFalse($problem->isRetryable());
            self::assertStringEndsWith('(Request ID: req_9)', $problem->report());
        }
    }

    public function testATimeThatIsNoneIsNoReasonToWait(): void
    {
        $problem = file_get_contents(__DIR__ . '/../../../contract/examples/Problem.busy.json');
        foreach (['-5', 'soon', ''] as $value) {
            try {
                (new Answer(503, ['content-type' => 'application/problem+json', 'retry-after' => $value], (string) $problem))->expect(200);
                self::fail('no error');
            } catch (Problem $error) {
                self::assertSame(0, $error->retryAfter());
            }
        }
    }

    public function testAProblemWithASuccessIsNone(): void
    {
        $problem = file_get_contents(__DIR__ . '/../../../contract/examples/Problem.busy.json');
        $this->expectException(BrokenAnswer::class);
        (new Answer(200, ['content-type' => 'application/problem+json', 'x-request-id' => 'req_2'], (string) $problem))->json();
    }

    /** @return iterable<string, array{string, string}> id as the service said it, what is shown */
    public static function ids(): iterable
    {
        yield 'an id' => ['req_01-A.b:c', 'No. (Request ID: req_01-A.b:c)'];
        yield 'none' => ['', 'No.'];
        yield 'markup' => ['<script>alert(1)</script>', 'No. (Request ID: scriptalert1script)'];
        yield 'only signs' => ['<>"', 'No.'];
        yield 'a line break' => ["req\n\r1", 'No. (Request ID: req1)'];
        yield 'endless' => [str_repeat('x', 5000), 'No. (Request ID: ' . str_repeat('x', 100) . ')'];
    }

    /** @dataProvider ids */
    public function testARequestsIdIsShownAsAnIdWhateverItIs(string $id, string $shown): void
    {
        self::assertSame($shown, ApiError::withId('No.', $id));
    }

    /** @return iterable<string, array{ApiError, bool, int, string}> retryable, seconds to wait, code */
    public static function errors(): iterable
    {
        yield 'no answer' => [Unreachable::because('time-out', 'api.example'), true, 0, 'unreachable'];
        yield 'not the service' => [BrokenAnswer::because('a page'), true, 0, 'broken_answer'];
        yield 'no key' => [new NotConnected('Connect.'), true, 300, 'not_connected'];
        yield 'this server' => [new LocalFileError('Disk full.'), false, 0, 'local_file'];
    }

    /** @dataProvider errors */
    public function testWhatCanBeTriedAgainAndWhen(ApiError $error, bool $retryable, int $seconds, string $code): void
    {
        self::assertSame([$retryable, $seconds, $code, ''], [$error->isRetryable(), $error->retryAfter(), $error->reasonCode(),
            $error->requestId()]);
        self::assertSame($error->getMessage(), $error->report(), 'there is no request to name');
    }

    public function testAnAnswerThatIsNotTheServicesIsNamedByItsHeader(): void
    {
        try {
            (new Answer(502, ['content-type' => 'text/html', 'x-request-id' => 'req_5'], '<h1>Bad gateway</h1>'))->expect(200);
            self::fail('no error');
        } catch (BrokenAnswer $broken) {
            self::assertStringContainsString('HTTP 502, text/html, 20 bytes', $broken->getMessage());
            self::assertStringEndsWith('(Request ID: req_5)', $broken->report());
        }
    }
}
