using Kolaybase.Api.Http;
using Npgsql;

namespace Kolaybase.Api.Tables.Ddl;

/// <summary>
/// What the database's refusals mean for a schema change, where that differs from what they mean for
/// data. Others go to the common map.
/// </summary>
internal static class SchemaFaults
{
    /// <summary>True for an error that says no more than that two changes met.</summary>
    public static bool IsCollision(PostgresException e) => e.SqlState switch
    {
        PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure => true,
        // GRANT and ALTER on one object from two sessions: "tuple concurrently updated" (or deleted).
        PostgresErrorCodes.InternalError => e.MessageText.StartsWith("tuple concurrently", StringComparison.Ordinal),
        // Two CREATE TABLE of one name at once: the loser meets the index of the catalogue; a second try gets 42P07.
        PostgresErrorCodes.UniqueViolation => e.SchemaName == "pg_catalog",
        // The same, met a moment later: the other's row type is there. A type that was there before is found by another routine.
        PostgresErrorCodes.DuplicateObject => e.Routine == "TypeCreate",
        _ => false,
    };

    /// <summary>
    /// True for an error that says that something was gone when the statement came to it. Where another
    /// change took it away, a second look at the catalogue finds the right words (404); where an expression
    /// of the caller's names what is not there, the second attempt fails like the first.
    /// </summary>
    public static bool IsStale(PostgresException e) => e.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn;

    /// <summary>The refusal to send; null when the common map has the right one.</summary>
    public static ApiException? Explain(PostgresException e) => e.SqlState switch
    {
        _ when IsCollision(e) => Busy("Another change of the same table came between; nothing was changed.", e),
        PostgresErrorCodes.LockNotAvailable => Busy($"The table was in use for over {SchemaChanges.LockTimeout / 1000} seconds, so that it could not be changed; nothing was changed.", e),
        PostgresErrorCodes.QueryCanceled => Busy($"The change took longer than {SchemaChanges.StatementTimeout / 1000} seconds and was undone.", e),
        PostgresErrorCodes.ObjectInUse => Busy("The table is in use by the very session; nothing was changed.", e),
        PostgresErrorCodes.DuplicateTable or PostgresErrorCodes.DuplicateObject or PostgresErrorCodes.DuplicateColumn or PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.ForeignKeyViolation =>
            Refusal(StatusCodes.Status409Conflict, e),
        PostgresErrorCodes.NotNullViolation or PostgresErrorCodes.CheckViolation =>
            Refusal(StatusCodes.Status409Conflict, e, "Rows of the table stand in the way; change them first or give a default."),
        PostgresErrorCodes.DependentObjectsStillExist =>
            Refusal(StatusCodes.Status409Conflict, e, "Remove what depends on it first; where something is dropped, cascade=true removes that too."),
        PostgresErrorCodes.InvalidSchemaName => Refusal(StatusCodes.Status404NotFound, e),
        _ => null,
    };

    private static ApiException Busy(string message, PostgresException e) =>
        new(StatusCodes.Status409Conflict, ErrorCodes.TableBusy, message, hint: "Try again.", inner: e);

    private static ApiException Refusal(int status, PostgresException e, string? hint = null) =>
        new(status, e.SqlState, e.MessageText, e.Detail, hint ?? e.Hint, e);
}
