<?php

/**
 * The plan of the plugin's rooms, which `make lint` holds the code against (tools/php_walls). A room is a folder of `src`.
 */

return [
    'namespace' => 'PictureOptimizer',

    // Classes of the top folder that every room may use. All others there are the roof: they build and start, and nobody uses them.
    'ground' => ['Access', 'Budget', 'ChangeError', 'Counted', 'Culprit', 'Discretion', 'Hooks', 'Pause', 'Quoted', 'Sites', 'Version'],

    // Low to high: a room uses what stands above it in this list, never what comes after it.
    'rooms' => [
        'Database',   // single values, changed safely: journal of cells, fence, caches
        'Files',      // files of attachments, private folders, staged results
        'Api',        // the service over HTTP
        'Connect',    // how the site gets its key
        'Settings',   // what a site and a job are set to
        'Store',      // the plugin's tables: jobs, items, images
        'References', // where names of files stand, and how they are rewritten
        'Delivery',   // old URLs, redirects, copies for social networks
        'Replace',    // safe replacement and the way back
        'Text',       // rules for text, and what is written of it
        'Planning',   // from a wish to a plan with a price
        'Reporting',  // how far a job is, in words and numbers
        'Queue',      // works on jobs
        'Review',     // people decide about text
        'Media',      // the Media Library's screens
        'Audit',      // what could be better
        'Wizard',     // the screens' script and what it asks for
        'Agents',     // programs, through WordPress' Abilities
        'Health',     // Site Health, privacy, checks
        'Guide',      // what to do next, and where to read about it
        'Cli',
        'Rest',
    ],

    // What may be used of a room from outside; the roof, which builds everything, is free.
    'faces' => [
        'Replace' => ['Replacer', 'Originals', 'Change', 'Text', 'Source', 'Outcome', 'OutcomeState',
            'Adoption', 'AdoptionState', 'BackupAudit', 'MovedBackups', 'Leftover'],
    ],

    // Arrays of anything that may travel between rooms, each with its reason.
    'arrays' => [
        'Files\Attachment::__construct($meta)' => 'as WordPress and its plugins keep it in the metadata of an attachment',
        'Api\Reader::__construct($data)' => 'decoded JSON, which it is there to make sense of',
    ],
];
