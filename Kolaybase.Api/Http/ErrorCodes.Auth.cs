namespace Kolaybase.Api.Http;

/// <content><c>KB9xx</c>: end users' sign-up and sign-in (contract, section 5). What platform accounts have too has their codes: <c>KB201</c> to <c>KB204</c>, <c>KB216</c>.</content>
public static partial class ErrorCodes
{
    /// <summary>403: the project lets nobody sign up by himself.</summary>
    public const string SignUpClosed = "KB901";

    /// <summary>400: <c>redirect_to</c> is missing, given twice, or not in the project's list.</summary>
    public const string RedirectNotAllowed = "KB902";
}
