/** Where the page of what somebody has requested is, unless the app moves it. */
export const MY_REQUESTS_PATH = '/my-requests';

/** Where the scaffolder's Create page is, unless the app says otherwise. */
export const CREATE_PATH = '/create';

/** Where the page of a Promise or Resource is below the page of its entity. */
export const KRATIX_TAB = '/kratix';

/** Ends an address that leads to the versions of a Promise, on its page. */
export const VERSIONS_HASH = '#versions';

/** Ends an address that leads to the platform's health, on the page of the platform. */
export const HEALTH_HASH = '#health';

/**
 * Says in an address which dialog is open: `?ske=request`, `?ske=update`, `?ske=another`, `?ske=delete`; on
 * a page about many Promises with the name, `?ske=request.redis`.
 */
export const DIALOG_PARAMETER = 'ske';

/** Opens the dialog that requests something, at the end of the address of a Promise's page. */
export const OPEN_REQUEST = `?${DIALOG_PARAMETER}=request`;
