/** Where the page of a Promise or Resource is below the page of its entity. */
export const KRATIX_TAB = '/kratix';

/** Says in an address which dialog is open: `?ske=request`, `?ske=update`, `?ske=another`. */
export const DIALOG_PARAMETER = 'ske';

/** Opens the dialog that requests something, at the end of the address of a Promise's page. */
export const OPEN_REQUEST = `?${DIALOG_PARAMETER}=request`;
