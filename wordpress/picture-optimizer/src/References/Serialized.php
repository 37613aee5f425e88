<?php

declare(strict_types=1);

namespace PictureOptimizer\References;

/**
 * Walks PHP-serialized data as text: every string's content goes to a callback, lengths are mended, all else keeps its bytes.
 *
 * Nothing is ever unserialized, so no class is loaded and floats, references and key order stay as they are. Objects other than
 * stdClass are not touched: their classes may check what they hold.
 *
 * The format: https://www.phpinternalsbook.com/php5/classes_objects/serialization.html
 */
final class Serialized
{
    private const DEEPEST = 200;

    private string $data = '';

    /** @var list<Edit> */
    private array $edits = [];

    /** @var list<string> */
    private array $problems = [];

    /** @param callable(string): Rewrite $rewriteString */
    public function __construct(private $rewriteString)
    {
    }

    public static function looksLike(string $text): bool
    {
        return (bool) preg_match('/^\s*(?:a:\d+:\{|[OC]:\d+:"|s:\d+:").*[;}]\s*$/s', $text);
    }

    /** @throws \UnexpectedValueException When the text is not well-formed serialized data. */
    public function rewrite(string $data): Rewrite
    {
        $this->data = $data;
        $this->edits = [];
        $this->problems = [];
        $start = strspn($data, " \n\r\t\v\0");
        $end = $this->value($start, 0);
        if (trim(substr($data, $end)) !== '') {
            throw $this->broken($end);
        }
        return new Rewrite(new Edits($this->edits), $this->problems, ['serialized']);
    }

    /** @return int Where the next value begins. */
    private function value(int $at, int $depth): int
    {
        if ($depth > self::DEEPEST) {
            throw new \UnexpectedValueException('The data is nested too deeply.');
        }
        return match ($this->data[$at] ?? '') {
            'N' => $this->match('~\GN;~', $at)[1],
            'b', 'i', 'd', 'R', 'r' => $this->match('~\G[bidRr]:[^;]{1,64};~', $at)[1],
            's' => $this->string($at),
            'a' => $this->list($at, $depth),
            'O' => $this->object($at, $depth),
            'C' => $this->custom($at),
            'E' => $this->match('~\GE:\d+:"[^"]*";~', $at)[1],
            default => throw $this->broken($at),
        };
    }

    private function string(int $at): int
    {
        [$head, $contentAt] = $this->match('~\Gs:(\d+):"~', $at);
        $length = (int) $head[1];
        $content = substr($this->data, $contentAt, $length);
        $end = $contentAt + $length;
        if (strlen($content) !== $length || substr($this->data, $end, 2) !== '";') {
            throw $this->broken($at);
        }
        $rewrite = ($this->rewriteString)($content);
        array_push($this->problems, ...$rewrite->problems);
        foreach ($rewrite->edits->list as $edit) {
            $this->edits[] = $edit->shifted($contentAt);
        }
        $newLength = (string) ($length + $rewrite->edits->growth());
        if ($newLength !== $head[1] && !$rewrite->edits->isEmpty()) {
            $this->edits[] = new Edit($at + 2, $head[1], $newLength);
        }
        return $end + 2;
    }

    private function list(int $at, int $depth): int
    {
        [$head, $at] = $this->match('~\Ga:(\d+):\{~', $at);
        return $this->members((int) $head[1], $at, $depth);
    }

    private function object(int $at, int $depth): int
    {
        $start = $at;
        [$head, $at] = $this->match('~\GO:\d+:"([^"]*)":(\d+):\{~', $at);
        if ($head[1] === 'stdClass') {
            return $this->members((int) $head[2], $at, $depth);
        }
        [$edits, $problems] = [$this->edits, $this->problems];
        $end = $this->members((int) $head[2], $at, $depth);
        $found = count($this->edits) > count($edits) || count($this->problems) > count($problems);
        [$this->edits, $this->problems] = [$edits, $problems];
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
        if (($this->rewriteString)(substr($this->data, $contentAt, $length))->found()) {
            $this->problems[] = "unknown class {$head[1]}";
        }
        return $contentAt + $length + 1;
    }

    private function members(int $count, int $at, int $depth): int
    {
        for ($i = 0; $i < 2 * $count; $i++) {
            $at = $this->value($at, $depth + 1);
        }
        return $this->match('~\G\}~', $at)[1];
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
        return new \UnexpectedValueException("The serialized data is damaged at byte {$at}.");
    }
}
