using Npgsql;

namespace Kolaybase.Api.Rest.Execution;

/// <summary>A session has refused what every request begins with; nothing else has run in it, and it has been cleared.</summary>
internal sealed class UnusableSessionException(PostgresException cause) : Exception(cause.MessageText, cause);
