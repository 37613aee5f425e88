<?php

declare(strict_types=1);

namespace PictureOptimizer;

/** The plugin's version, for everybody who has to say it. */
final class Version
{
    public const NUMBER = '0.1.0';
}
