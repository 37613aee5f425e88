<?php

declare(strict_types=1);

namespace PictureOptimizer\Queue;

use PictureOptimizer\ChangeError;
use PictureOptimizer\Files\Described;
use PictureOptimizer\Replace\Originals;
use PictureOptimizer\Store\EventKind;
use PictureOptimizer\Store\EventStore;
use PictureOptimizer\Store\PictureStatus;
use PictureOptimizer\Store\PictureStore;
use PictureOptimizer\Store\Why;

/**
 * Notices that somebody put another file in place of a picture that was processed: the image editor, Enable Media Replace,
 * Regenerate Thumbnails. Such a picture is new work.
 */
final class ReplacedFiles
{
    public function __construct(
        private readonly PictureStore $pictures,
        private readonly EventStore $events,
        private readonly Originals $originals,
    ) {
    }

    /**
     * WordPress' "Restore original image" leads the attachment to another file and forgets its type. For the action
     * `updated_post_meta`.
     */
    public function followType(int $attachmentId, string $file): void
    {
        $this->pictures->get($attachmentId) === null || Described::followType($attachmentId, $file);
    }

    /**
     * @param array<int, bool> $written Pictures whose metadata or file somebody wrote in this request, and whether it is known that
     *                                  this was another image.
     * @return list<int> Those whose file is neither the original nor what we made of it; they count as unprocessed now.
     */
    public function settle(array $written): array
    {
        $replaced = [];
        foreach ($this->pictures->getMany(array_keys($written)) as $id => $picture) {
            $sha256 = $picture->originalSha256 === '' ? null : $this->pictures->liveSha256($id);
            if ($sha256 === null || $picture->knows($sha256)) {
                continue;
            }
            if (!$written[$id] && $this->isCompressedAgain($id)) {
                // Or two optimizers would take turns, and each turn of ours would be charged.
                $this->pictures->save($id, ['applied_sha256' => $sha256]);
                continue;
            }
            $this->pictures->save($id, ['status' => PictureStatus::Seen->value, 'reason' => Why::own('replaced')->pack()]);
            $this->events->note($id, EventKind::Edited);
            $replaced[] = $id;
        }
        return $replaced;
    }

    private function isCompressedAgain(int $id): bool
    {
        try {
            return $this->originals->isCompressedAgain($id);
        } catch (ChangeError) {
            return false; // Its backup is not to be read.
        }
    }
}
