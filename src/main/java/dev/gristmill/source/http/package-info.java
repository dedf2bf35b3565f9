/**
 * Fetching from servers that may be slow, broken or hostile: proxies, redirects, retries, stalls, resumption, and a hash
 * over every byte. Uses {@code progress} and {@code model}; the JDK's HTTP client is loaded with the first request.
 */
@NullMarked
package dev.gristmill.source.http;

import org.jspecify.annotations.NullMarked;
