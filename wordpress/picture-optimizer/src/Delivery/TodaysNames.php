<?php

declare(strict_types=1);

namespace PictureOptimizer\Delivery;

use PictureOptimizer\References\Audience;
use PictureOptimizer\References\Lookup;
use PictureOptimizer\References\Target;

/** Looks up any former name of any picture, for texts that were open in an editor while pictures were renamed. */
final class TodaysNames implements Lookup
{
    /** @var array<string, Target|null> */
    private array $known = [];

    public function __construct(
        private readonly \wpdb $db,
        private readonly Redirects $redirects,
        private readonly Audience $audience = Audience::Visitors,
    ) {
    }

    public function find(string $path): ?Target
    {
        if (!array_key_exists($path, $this->known)) {
            $this->known[$path] = $this->lookUp($path);
        }
        return $this->known[$path];
    }

    private function lookUp(string $path): ?Target
    {
        $now = $this->redirects->resolve([$path])[$path] ?? null;
        if ($now === null || $now['path'] === $path || dirname($now['path']) !== dirname($path) || $this->isTakenAgain($path)) {
            return null;
        }
        if (!$this->audience->canFollow($path, $now['path'])) {
            return null; // What stands there is shown; or its former name, which leads on, is all there is.
        }
        return new Target($now['attachment'], basename($now['path']));
    }

    /** Somebody may have brought a new picture under an old name, past WordPress. Then that one is meant. */
    private function isTakenAgain(string $path): bool
    {
        return (bool) $this->db->get_var($this->db->prepare(
            "SELECT 1 FROM {$this->db->postmeta} WHERE meta_key = '_wp_attached_file' AND meta_value = %s LIMIT 1",
            $path
        ));
    }
}
