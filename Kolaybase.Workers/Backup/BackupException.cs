namespace Kolaybase.Workers.Backup;

/// <summary>A dump or a restore can't be made. The message says why and what to do, for the operator who gave the command.</summary>
/// <param name="message">Names no secret and no tenant's value.</param>
/// <param name="inner">The cause; null when there is no other.</param>
public sealed class BackupException(string message, Exception? inner = null) : Exception(message, inner);
