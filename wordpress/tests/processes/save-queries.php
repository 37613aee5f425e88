<?php

/** Loaded before WordPress: every query is remembered. */

declare(strict_types=1);

define('SAVEQUERIES', true);
