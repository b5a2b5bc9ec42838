namespace Kolaybase.Api.Http;

/// <summary><c>KB2xx</c>: accounts, teams, projects and keys.</summary>
public static partial class ErrorCodes
{
    /// <summary>409: an account of this address exists.</summary>
    public const string EmailTaken = "KB201";

    /// <summary>401: no account has this address and password.</summary>
    public const string WrongPassword = "KB202";

    /// <summary>401: the refresh token is unknown, was used before, or its session has ended.</summary>
    public const string InvalidRefreshToken = "KB203";

    /// <summary>400: the one-time code is wrong, was used or replaced, or is over.</summary>
    public const string InvalidCode = "KB204";

    /// <summary>404: no such team, or the caller is no member of it.</summary>
    public const string TeamNotFound = "KB210";

    /// <summary>404: the team has no such member.</summary>
    public const string MemberNotFound = "KB211";

    /// <summary>409: the team would be left without an owner.</summary>
    public const string LastOwner = "KB212";

    /// <summary>409: the team has projects.</summary>
    public const string TeamHasProjects = "KB213";

    /// <summary>409: the invited address belongs to a member.</summary>
    public const string AlreadyMember = "KB214";

    /// <summary>404: no such invitation for the caller's address, or it is over.</summary>
    public const string InviteNotFound = "KB215";

    /// <summary>403: the caller has to prove his address first.</summary>
    public const string EmailNotVerified = "KB216";

    /// <summary>409: the team has as many open invitations or projects, or the account owns as many teams, as it may.</summary>
    public const string TeamLimit = "KB217";

    /// <summary>400: no team was named, and the caller owns none.</summary>
    public const string NoTeam = "KB220";

    /// <summary>409: the project is not in a state that this can be done in.</summary>
    public const string WrongProjectStatus = "KB221";
}
