using Kolaybase.Api.Http;
using Kolaybase.Api.Tables.Catalog;
using Npgsql;

namespace Kolaybase.Api.Tables.Ddl;

/// <summary>Changes a column's type without losing anything that the caller did not say may be lost.</summary>
internal static class ColumnType
{
    /// <summary>Changes the type, by <paramref name="expression"/> where one is given.</summary>
    /// <exception cref="ApiException">409: values would not be the same afterwards; 400: PostgreSQL does not convert by itself, or the type is a serial.</exception>
    public static async Task ChangeAsync(OwnerSession session, TableShape table, ColumnShape column, ResolvedType type, string? expression, CancellationToken cancellationToken)
    {
        if (type.IsSerial)
        {
            throw TableErrors.Invalid("type", "must not be a serial, which only new columns can be");
        }

        if (expression is null && type.Sql == column.Type)
        {
            return;
        }

        if (expression is null)
        {
            await RefuseLossAsync(session, table, column, type, cancellationToken);
        }

        var conversion = expression is null ? "" : $" USING {SqlExpression.Require(expression, "using")}";
        try
        {
            await session.ExecuteAsync($"ALTER TABLE {table.Name.Sql} ALTER COLUMN {column.Sql} TYPE {type.Sql}{conversion}", cancellationToken);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DatatypeMismatch)
        {
            throw new ApiException(
                StatusCodes.Status400BadRequest,
                e.SqlState,
                e.MessageText,
                hint: e.MessageText.StartsWith("default", StringComparison.Ordinal)
                    ? "Send \"defaultValue\" too: null, or one of the new type."
                    : $"Send \"using\" with an SQL expression that makes the new values, e.g. {column.Sql}::{type.Sql}.",
                inner: e);
        }
        catch (PostgresException e) when (e.SqlState.StartsWith("22", StringComparison.Ordinal))
        {
            throw new ApiException(StatusCodes.Status409Conflict, ErrorCodes.DataInTheWay, $"A value of \"{column.Name}\" can't be converted to {type.Sql}: {e.MessageText}. Nothing was changed.", e.Detail, "Correct it first, or send \"using\".", e);
        }
    }

    /// <summary>
    /// Some conversions that PostgreSQL does without being asked round or cut (numeric(10,4) to
    /// numeric(10,2), timestamptz to date). What does not come back the same is told.
    /// </summary>
    private static async Task RefuseLossAsync(OwnerSession session, TableShape table, ColumnShape column, ResolvedType type, CancellationToken cancellationToken)
    {
        const string savepoint = "kolaybase_conversion";
        await session.ExecuteAsync($"SAVEPOINT {savepoint}", cancellationToken);
        RowsInTheWay rows;
        try
        {
            rows = await RowsInTheWay.FindAsync(session, table, $"(t.{column.Sql}::{type.Sql})::{column.Type} is distinct from t.{column.Sql}", cancellationToken);
        }
        catch (PostgresException e) when (e.SqlState.StartsWith("22", StringComparison.Ordinal) || e.SqlState.StartsWith("42", StringComparison.Ordinal) || e.SqlState.StartsWith("23", StringComparison.Ordinal))
        {
            // No way there, no way back, or nothing to compare with: ALTER TABLE itself will say.
            await session.ExecuteAsync($"ROLLBACK TO SAVEPOINT {savepoint}", cancellationToken);
            return;
        }

        rows.Refuse(
            ErrorCodes.DataInTheWay,
            $"{{0}} of \"{table.Name.Name}\" would lose data: values of \"{column.Name}\" are not the same as {type.Sql}. Nothing was changed.",
            $"Send \"using\": \"{column.Sql}::{type.Sql}\" if that is meant.");
    }
}
