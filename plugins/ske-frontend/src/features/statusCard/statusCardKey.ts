/** Key of our status card's element, by which our Overview finds it among the cards. */
export const STATUS_CARD_KEY = 'ske-frontend/status';
