// Every file may use JSX without importing these two.
export { createElement, Fragment } from '@wordpress/element';
