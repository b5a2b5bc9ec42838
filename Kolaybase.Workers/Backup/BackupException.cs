namespace Kolaybase.Workers.Backup;

/// <summary>A dump or a restore can't be made. The message says why and what to do, for the operator who gave the command.</summary>
/// <param name="message">Names no secret. The line of an error that PostgreSQL's programs print is in it, and may name a tenant's objects or quote a value: it is for the operator's screen, not for a log.</param>
/// <param name="inner">The cause; null when there is no other.</param>
public sealed class BackupException(string message, Exception? inner = null) : Exception(message, inner);
