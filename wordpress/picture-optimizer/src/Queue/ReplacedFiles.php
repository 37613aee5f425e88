<?php

declare(strict_types=1);

namespace PictureOptimizer\Queue;

use PictureOptimizer\Files\Described;
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
    public function __construct(private readonly PictureStore $pictures, private readonly EventStore $events)
    {
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
     * @param list<int> $attachmentIds Pictures whose metadata or file somebody wrote in this request.
     * @return list<int> Those whose file is neither the original nor what we made of it; they count as unprocessed now.
     */
    public function settle(array $attachmentIds): array
    {
        $replaced = [];
        foreach ($this->pictures->getMany($attachmentIds) as $id => $picture) {
            $sha256 = $picture->originalSha256 === '' ? null : $this->pictures->liveSha256($id);
            if ($sha256 !== null && !$picture->knows($sha256)) {
                $this->pictures->save($id, ['status' => PictureStatus::Seen->value, 'reason' => Why::own('replaced')->pack()]);
                $this->events->note($id, EventKind::Edited);
                $replaced[] = $id;
            }
        }
        return $replaced;
    }
}
