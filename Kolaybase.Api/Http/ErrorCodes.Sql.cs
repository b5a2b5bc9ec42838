namespace Kolaybase.Api.Http;

/// <content>Refusals of the SQL endpoint (contract, section 7). What PostgreSQL says about a text has its SQLSTATE as code.</content>
public static partial class ErrorCodes
{
    /// <summary>400: <c>params</c> came with several statements.</summary>
    public const string ParamsForSeveral = "KB801";

    /// <summary>400: <c>COPY … FROM STDIN</c> or <c>TO STDOUT</c>, which an HTTP call can't serve.</summary>
    public const string CopyNotTaken = "KB802";

    /// <summary>400: the text made the session answer in an encoding other than UTF-8.</summary>
    public const string NotUtf8 = "KB803";

    /// <summary>409: a migration of that name was applied with another text.</summary>
    public const string MigrationChanged = "KB804";

    /// <summary>400: a migration begins or ends transactions.</summary>
    public const string TransactionInMigration = "KB805";

    /// <summary>409: another migration of the project is running.</summary>
    public const string MigrationRunning = "KB806";

    /// <summary>409: the table that notes a project's migrations was altered.</summary>
    public const string MigrationTableAltered = "KB807";
}
