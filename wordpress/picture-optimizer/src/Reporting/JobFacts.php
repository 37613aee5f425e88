<?php

declare(strict_types=1);

namespace PictureOptimizer\Reporting;

use PictureOptimizer\Store\Job;

/** What plans and reports say of a job itself. */
final class JobFacts
{
    /**
     * @return array{job: int, state: string, pipeline: string, quote_id: string, quote_expires: int, credits_quoted: int,
     *     message: string, created_at: int}
     */
    public static function of(Job $job): array
    {
        return [
            'job' => $job->id,
            'state' => $job->state->value,
            'pipeline' => $job->pipeline->value,
            'quote_id' => $job->quoteId,
            'quote_expires' => $job->quoteExpires,
            'credits_quoted' => $job->creditsQuoted,
            'message' => $job->message,
            'created_at' => $job->createdAt,
        ];
    }
}
