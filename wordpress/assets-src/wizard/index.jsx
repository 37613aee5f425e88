// On our own pages and in the library this starts everything; where the page brings it in later it only lends its windows.
import { startLibrary } from '../library/library';
import { open } from './open';

window.pictureOptimizer.open = open;
if (!document.getElementById('picopt-wizard')) {
  startLibrary();
}
