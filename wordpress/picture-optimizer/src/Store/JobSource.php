<?php

declare(strict_types=1);

namespace PictureOptimizer\Store;

/** Who asked for a job. */
enum JobSource: string
{
    case Wizard = 'wizard';
    case Cli = 'cli';
    case Rest = 'rest';
    /** A program through WordPress' Abilities, after a person's approval. */
    case Agent = 'agent';
    /** The site itself, for what was just uploaded. */
    case Upload = 'upload';
}
