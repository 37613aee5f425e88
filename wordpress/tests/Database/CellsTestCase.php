<?php

declare(strict_types=1);

namespace PictureOptimizer\Tests\Database;

use PictureOptimizer\Database\Caches;
use PictureOptimizer\Database\Cell;
use PictureOptimizer\Database\CellChange;
use PictureOptimizer\Database\CellLimits;
use PictureOptimizer\Database\Cells;
use PictureOptimizer\Database\Edit;
use PictureOptimizer\Database\Edits;
use PictureOptimizer\Database\Fence;
use PictureOptimizer\Tests\TestCase;

/** A table with columns of every kind, and the cells in it. Only here has one this name: wpdb keeps a table's columns by it. */
abstract class CellsTestCase extends TestCase
{
    protected const RUN = 900;
    protected const PICTURE = 7;

    protected \wpdb $db;
    protected Fence $fence;
    protected Cells $cells;

    protected function setUp(): void
    {
        parent::setUp();
        $this->db = $this->plugin->db();
        $this->db->query('CREATE TEMPORARY TABLE picopt_scratch (id varchar(40) NOT NULL PRIMARY KEY, wide longtext,'
            . ' narrow varchar(20), latin longtext CHARACTER SET latin1, three longtext CHARACTER SET utf8mb3,'
            . ' bin longblob) ENGINE=InnoDB CHARACTER SET utf8mb4');
        $this->fence = new Fence($this->db);
        self::assertTrue($this->fence->acquire());
        $this->cells = new Cells($this->db, $this->fence, new Caches($this->db), new CellLimits($this->db));
    }

    protected function tearDown(): void
    {
        $this->db->query('DROP TEMPORARY TABLE picopt_scratch');
        $this->db->suppress_errors(false);
        parent::tearDown();
    }

    protected function cell(?string $value, string $column = 'wide', string $key = '1'): Cell
    {
        $this->db->insert('picopt_scratch', ['id' => $key, $column => $value]);
        return new Cell('picopt_scratch', 'id', $key, $column);
    }

    protected function changeOf(Cell $cell, string $before, string $old, string $new, int $picture = self::PICTURE): CellChange
    {
        return new CellChange($cell, $before, new Edits([new Edit((int) strpos($before, $old), $old, $new, [$picture])]));
    }
}
