namespace Kolaybase.Api.Http;

/// <content>Refusals of the table calls (contract, section 3). Where PostgreSQL has a SQLSTATE for it, that is the code.</content>
public static partial class ErrorCodes
{
    /// <summary>400: a name that PostgreSQL would refuse or cut: empty, over 63 bytes, with NUL.</summary>
    public const string InvalidIdentifier = "KB301";

    /// <summary>400: an SQL expression (<c>defaultValue.expression</c>, <c>using</c>) that is not one whole expression.</summary>
    public const string InvalidExpression = "KB302";

    /// <summary>400: the table has no primary key, so no row of it can be named.</summary>
    public const string NoPrimaryKey = "KB303";

    /// <summary>400: <c>pkWhere</c> does not name the whole primary key and nothing else.</summary>
    public const string IncompleteKey = "KB304";

    /// <summary>404: no row has that key; nothing was changed.</summary>
    public const string RowNotFound = "KB305";

    /// <summary>409: more than one row has that key (inheritance); nothing was changed.</summary>
    public const string SeveralRows = "KB306";

    /// <summary>409: the change would lose or refuse data that is in the table; nothing was changed.</summary>
    public const string DataInTheWay = "KB307";

    /// <summary>409: the table was locked by somebody else, or the change took longer than it may; nothing was changed, try again.</summary>
    public const string TableBusy = "KB308";
}
