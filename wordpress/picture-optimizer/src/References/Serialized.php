<?php

declare(strict_types=1);

namespace PictureOptimizer\References;

use PictureOptimizer\Database\Edit;
use PictureOptimizer\Database\Edits;

/**
 * Walks PHP-serialized data as text: every string's content goes to a callback, lengths are mended, all else keeps its bytes.
 *
 * Nothing is ever unserialized, so no class is loaded and floats, references and key order stay as they are. Objects of a class that
 * is none of the plain ones are not touched: their classes may check what they hold.
 *
 * The format: https://www.phpinternalsbook.com/php5/classes_objects/serialization.html
 */
final class Serialized
{
    private const DEEPEST = 200;

    /** Classes that hold values and check nothing: PHP's own, and those of WordPress that plugins keep copies of. */
    private const PLAIN = ['stdClass', 'WP_Post', 'WP_Term', 'WP_Comment'];

    private string $data = '';

    /** @var list<Edit> */
    private array $edits = [];

    /** @var list<string> */
    private array $problems = [];

    /** @var list<string> */
    private array $seen = [];

    private BareNames $bare;

    /** Who sees the members that are walked, as far as a name around them tells it. */
    private ?Audience $audience = null;

    /**
     * @param callable(string, Audience|null): Rewrite $rewriteString
     * @param Lookup|null                              $names For names without a folder.
     */
    public function __construct(private $rewriteString, private readonly ?Lookup $names = null)
    {
    }

    public static function looksLike(string $text): bool
    {
        return (bool) preg_match('/^\s*(?:a:\d+:\{|[OC]:\d+:"|s:\d+:").*[;}]\s*$/s', $text);
    }

    /** @throws \UnexpectedValueException When the text is not well-formed serialized data. */
    public function rewrite(string $data): Rewrite
    {
        [$rewrite, $end] = $this->rewriteFrom($data, strspn($data, " \n\r\t\v\0"));
        if (trim(substr($data, $end)) !== '') {
            throw $this->broken($end);
        }
        return $rewrite;
    }

    /**
     * @param int $start Where the data begins in a longer text.
     * @return array{Rewrite, int} What was found, and where the data ends.
     * @throws \UnexpectedValueException When there is no well-formed serialized data.
     */
    public function rewriteFrom(string $text, int $start): array
    {
        $this->data = $text;
        $this->edits = $this->problems = $this->seen = [];
        $this->audience = null;
        $this->bare = new BareNames($this->names);
        $end = $this->value($start, 0);
        $edits = new Edits([...$this->edits, ...$this->bare->edits]);
        return [new Rewrite($edits, $this->problems, ['serialized'], [...$this->seen, ...$this->bare->unproved]), $end];
    }

    /** @return int Where the next value begins. */
    private function value(int $at, int $depth, bool $named = false): int
    {
        if ($depth > self::DEEPEST) {
            throw new \UnexpectedValueException('The data is nested too deeply.'); // not for people
        }
        return match ($this->data[$at] ?? '') {
            'N' => $this->match('~\GN;~', $at)[1],
            'b', 'i', 'd', 'R', 'r' => $this->match('~\G[bidRr]:[^;]{1,64};~', $at)[1],
            's' => $this->string($at),
            'a' => $this->list($at, $depth, $named),
            'O' => $this->object($at, $depth, $named),
            'C' => $this->custom($at),
            'E' => $this->match('~\GE:\d+:"[^"]*";~', $at)[1],
            default => throw $this->broken($at),
        };
    }

    /** @param bool $isKey Keys can be URLs; a file name alone is a value. */
    private function string(int $at, bool $isKey = false): int
    {
        [$head, $contentAt] = $this->match('~\Gs:(\d+):"~', $at);
        $length = (int) $head[1];
        $content = substr($this->data, $contentAt, $length);
        $end = $contentAt + $length;
        if (strlen($content) !== $length || substr($this->data, $end, 2) !== '";') {
            throw $this->broken($at);
        }
        $rewrite = ($this->rewriteString)($content, $this->audience);
        array_push($this->problems, ...$rewrite->problems);
        BareNames::isName($content) || array_push($this->seen, ...$rewrite->seen);
        $write = static fn (array $edits): array => self::withLength($edits, $at + 2, $head[1], $contentAt);
        array_push($this->edits, ...$write($rewrite->edits->list));
        $isKey || $this->bare->value($content, $rewrite->edits->list, static fn (Target $target): array => $write([
            new Edit(0, $content, $target->fileName, [$target->attachmentId]),
        ]));
        return $end + 2;
    }

    /**
     * @param list<Edit> $edits Of the string's content.
     * @return list<Edit> Of the data, its length mended.
     */
    private static function withLength(array $edits, int $lengthAt, string $length, int $contentAt): array
    {
        $growth = array_sum(array_map(static fn (Edit $edit): int => $edit->growth(), $edits));
        $all = array_map(static fn (Edit $edit): Edit => $edit->shifted($contentAt), $edits);
        if ($growth !== 0) {
            $all[] = new Edit($lengthAt, $length, (string) ((int) $length + $growth));
        }
        return $all;
    }

    private function list(int $at, int $depth, bool $named): int
    {
        $around = $this->audience;
        $this->audience = DevicePlaces::isManifestArray($this->data, $at) ? Audience::Devices : $around;
        [$head, $at] = $this->match('~\Ga:(\d+):\{~', $at);
        $end = $this->members((int) $head[1], $at, $depth, $named);
        $this->audience = $around;
        return $end;
    }

    private function object(int $at, int $depth, bool $named): int
    {
        [$head, $at] = $this->match('~\GO:\d+:"([^"]*)":(\d+):\{~', $at);
        if (in_array($head[1], self::PLAIN, true)) {
            return $this->members((int) $head[2], $at, $depth, $named);
        }
        [$edits, $problems, $bare] = [$this->edits, $this->problems, $this->bare];
        $this->bare = new BareNames(null);
        $end = $this->members((int) $head[2], $at, $depth, $named);
        $found = count($this->edits) > count($edits) || count($this->problems) > count($problems);
        [$this->edits, $this->problems, $this->bare] = [$edits, $problems, $bare];
        if ($found) {
            $this->problems[] = "unknown class {$head[1]}";
        }
        return $end;
    }

    /** Data of a class that serializes itself: its format is its own. */
    private function custom(int $at): int
    {
        [$head, $contentAt] = $this->match('~\GC:\d+:"([^"]*)":(\d+):\{~', $at);
        $length = (int) $head[2];
        if (($this->data[$contentAt + $length] ?? '') !== '}') {
            throw $this->broken($at);
        }
        if (($this->rewriteString)(substr($this->data, $contentAt, $length), $this->audience)->found()) {
            $this->problems[] = "unknown class {$head[1]}";
        }
        return $contentAt + $length + 1;
    }

    private function members(int $count, int $at, int $depth, bool $named): int
    {
        $around = $this->audience;
        $this->bare->open($named);
        for ($i = 0; $i < $count; $i++) {
            $hasName = ($this->data[$at] ?? '') === 's';
            $keyAt = $at;
            $at = $hasName ? $this->string($at, true) : $this->value($at, $depth + 1);
            $name = $hasName ? explode('"', substr($this->data, $keyAt, $at - $keyAt - 2), 2)[1] : '';
            $this->audience = Audiences::ofMember($name) ?? ($this->isMail($name, $at) ? Audience::Mail : $around);
            $at = $this->value($at, $depth + 1, $hasName);
            $this->audience = $around;
        }
        $this->bare->close();
        return $this->match('~\G\}~', $at)[1];
    }

    private function isMail(string $name, int $at): bool
    {
        if (in_array($this->data[$at] ?? '', ['a', 'O'], true)) {
            return MailPlaces::isEnvelope($name);
        }
        return preg_match('~\Gs:(\d+):"~', $this->data, $head, 0, $at) === 1
            && MailPlaces::isLetter($name, substr($this->data, $at + strlen($head[0]), (int) $head[1]));
    }

    /** @return array{list<string>, int} The groups, and where the match ends. */
    private function match(string $pattern, int $at): array
    {
        if (!preg_match($pattern, $this->data, $groups, 0, $at)) {
            throw $this->broken($at);
        }
        return [$groups, $at + strlen($groups[0])];
    }

    private function broken(int $at): \UnexpectedValueException
    {
        return new \UnexpectedValueException("The serialized data is damaged at byte {$at}."); // not for people
    }
}
