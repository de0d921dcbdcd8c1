export interface Config {
  ske?: {
    /**
     * Where people ask the platform team for help, with what the page knows filled in. One
     * or several. Absent: the e-mail address in the profile of the group that owns the
     * Promise.
     */
    help?: {
      /**
       * An e-mail address.
       *
       * @visibility frontend
       */
      email?: string;
      /**
       * Address of a form, such as a new ticket:
       * https://tickets.example.org/new?summary={title}&description={text}. Placeholders:
       * title, text, link, kind, name, namespace, promise, state, reason.
       *
       * @visibility frontend
       */
      url?: string;
      /**
       * Address of a chat.
       *
       * @visibility frontend
       */
      chat?: string;
    };
  };
}
