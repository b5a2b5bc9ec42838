namespace Kolaybase.Api.Http;

/// <content>End users as the owner of their project manages them (<c>KB91x</c>).</content>
public static partial class ErrorCodes
{
    /// <summary>404: the project has no such end user.</summary>
    public const string EndUserNotFound = "KB910";

    /// <summary>404: the end user has no such session, or it has ended.</summary>
    public const string EndUserSessionNotFound = "KB911";
}
