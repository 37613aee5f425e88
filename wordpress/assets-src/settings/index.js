// The settings page: what its forms alone can't do.
import { startExclusions } from './exclusions';

startExclusions();
