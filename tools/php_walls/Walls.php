<?php

declare(strict_types=1);

namespace PicoptTools\Walls;

/** Holds a source tree against the plan of its rooms (see `wordpress/walls.php`) and says what breaks which rule. */
final class Walls
{
    /** Rooms of classes that lie in the top folder itself. */
    private const GROUND = '(ground)';
    private const ROOF = '(roof)';

    /** Types that say nothing about what is inside. */
    private const LOOSE = '/(?<![\w\\\\])(array(?![<{\w])|array<(?:int|string|int\|string|array-key), ?mixed>|array<mixed>|mixed\[\])/';

    /** @var array<string, int> floor by room, low to high */
    private readonly array $floors;

    /** @var list<array{rule: string, file: string, line: int, message: string}> */
    private array $violations = [];

    /** @var array<string, array<string, true>> which rooms a room uses */
    private array $uses = [];

    /**
     * @param array{namespace: string, ground: list<string>, rooms: list<string>, faces: array<string, list<string>>,
     *     arrays: array<string, string>} $plan
     * @param array<string, SourceFile> $files by full class name, which PSR-4 makes of the path; a view has one, too
     */
    public function __construct(private readonly array $plan, private readonly array $files)
    {
        $this->floors = array_flip([self::GROUND, ...$plan['rooms'], self::ROOF]);
    }

    /** @return array{violations: list<array{rule: string, file: string, line: int, message: string}>, circles: list<list<string>>} */
    public function check(): array
    {
        $known = array_fill_keys(array_keys($this->files), true);
        $outside = [];
        foreach ($this->files as $class => $file) {
            $room = $this->roomOf($class);
            if (!isset($this->floors[$room])) {
                $this->violate('unknown room', $file, 1, "the room {$room} has no place in the order");
                continue;
            }
            foreach ($file->references($known) as ['class' => $used, 'line' => $line]) {
                $usedRoom = $this->roomOf($used);
                if ($usedRoom !== $room && isset($this->floors[$usedRoom])) {
                    // The roof only builds; what it passes on travels no further than the constructor.
                    $outside += $room === self::ROOF ? [] : [$used => true];
                    $this->uses[$room][$usedRoom] = true;
                    $this->checkUse($file, $line, $room, $used, $usedRoom);
                }
            }
        }
        $allowed = $this->plan['arrays'];
        foreach (array_keys($outside) as $class) {
            $allowed = array_diff_key($allowed, array_flip($this->checkTypes($class)));
        }
        foreach (array_keys($allowed) as $member) {
            $this->violations[] = ['rule' => 'plan', 'file' => 'walls.php', 'line' => 1,
                'message' => "{$member} lets no loose array travel; it needs no permission"];
        }
        return ['violations' => $this->violations, 'circles' => (new Circles($this->uses))->find()];
    }

    private function checkUse(SourceFile $file, int $line, string $room, string $used, string $usedRoom): void
    {
        $short = $this->short($used);
        if ($this->floors[$usedRoom] > $this->floors[$room]) {
            $this->violate('order', $file, $line, "{$room} uses {$short}, but {$usedRoom} lies above it");
        }
        $face = $this->plan['faces'][$usedRoom] ?? null;
        if ($face !== null && $room !== self::ROOF && !in_array(substr($short, strlen($usedRoom) + 1), $face, true)) {
            $this->violate('face', $file, $line, "{$room} uses {$short}, which is not of the face of {$usedRoom}");
        }
    }

    /**
     * What other rooms call says what it takes and gives.
     *
     * @return list<string> members that were allowed not to
     */
    private function checkTypes(string $class): array
    {
        $short = $this->short($class);
        $allowed = [];
        foreach ($this->files[$class]->publicTypes() as ['member' => $member, 'type' => $type, 'line' => $line]) {
            // What an object is in JSON goes to the encoder, not to another room.
            if ($member === 'jsonSerialize()' || !preg_match(self::LOOSE, $type)) {
                continue;
            }
            if (isset($this->plan['arrays']["{$short}::{$member}"])) {
                $allowed[] = "{$short}::{$member}";
                continue;
            }
            $message = "{$short}::{$member} lets `{$type}` travel between rooms; a small class says what is in it";
            $this->violate('array', $this->files[$class], $line, $message);
        }
        return $allowed;
    }

    private function violate(string $rule, SourceFile $file, int $line, string $message): void
    {
        $this->violations[] = ['rule' => $rule, 'file' => $file->path, 'line' => $line, 'message' => $message];
    }

    private function roomOf(string $class): string
    {
        $short = $this->short($class);
        if (str_contains($short, '\\')) {
            return explode('\\', $short)[0];
        }
        return in_array($short, $this->plan['ground'], true) ? self::GROUND : self::ROOF;
    }

    private function short(string $class): string
    {
        return substr($class, strlen($this->plan['namespace']) + 1);
    }
}
