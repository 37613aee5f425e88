<?php

declare(strict_types=1);

namespace PictureOptimizer\Queue\Stages;

use PictureOptimizer\Api\ApiError;
use PictureOptimizer\Api\Uploader;
use PictureOptimizer\Budget;
use PictureOptimizer\ChangeError;
use PictureOptimizer\Planning\Order;
use PictureOptimizer\Replace\Originals;
use PictureOptimizer\Replace\Source;
use PictureOptimizer\Store\Item;
use PictureOptimizer\Store\ItemStore;
use PictureOptimizer\Store\State;
use PictureOptimizer\Store\Why;

/** waiting → uploaded: the service gets the original's bytes. */
final class Upload implements Stage
{
    public function __construct(
        private readonly ItemStore $items,
        private readonly Originals $originals,
        private readonly Uploader $uploader,
        private readonly Failures $failures,
    ) {
    }

    public function work(Budget $budget): int
    {
        $moved = 0;
        for ($turn = 0; $turn < Order::TOGETHER && $budget->isLeft(); $turn++) {
            $item = $this->items->claim(State::Waiting, 1)[0] ?? null;
            if ($item === null) {
                break;
            }
            $moved += $this->failures->guard([$item], fn (): bool => $this->upload($item, $budget), false) ? 1 : 0;
        }
        return $moved;
    }

    private function upload(Item $item, Budget $budget): bool
    {
        if ($this->failures->gaveUp($item)) {
            return true;
        }
        try {
            $source = $this->originals->sourceFor($item->attachmentId);
            if ($source->sha256 !== $item->sourceSha256) {
                $this->failures->fail($item, Why::own(Item::CHANGED));
                return true;
            }
            return $this->send($item, $source, $budget);
        } catch (ChangeError $error) {
            $this->failures->fail($item, Why::told('source', $error->getMessage()));
        } catch (ApiError $error) {
            $this->failures->handle($item, $error);
        }
        return false;
    }

    private function send(Item $item, Source $source, Budget $budget): bool
    {
        $goOn = function () use ($item, $budget): bool {
            $this->items->heartbeat($item);
            return $budget->isLeft();
        };
        if ($this->uploader->upload($source->path, $source->sha256, $source->mime, $goOn)) {
            $this->items->advance($item, State::Uploaded);
            return true;
        }
        $this->items->postpone($item, Why::own('uploading'), 0);
        return false;
    }
}
