namespace Kolaybase.ControlPlane.Jobs;

// What end users ask for and what depends on whether an address has an account: a worker does it, since the answer and the timing of a call would tell.

/// <summary>Somebody signed up at a project that wants addresses proven first: makes the user and mails him a code.</summary>
/// <param name="Id">Identifier of the request.</param>
/// <param name="ProjectId">The project.</param>
/// <param name="Email">The address as typed.</param>
/// <param name="PasswordSealed">The password, sealed with purpose <see cref="SecretPurposes.NewUserPassword"/> and owner = <paramref name="Id"/>.</param>
/// <param name="FirstName">Given name; null when not told.</param>
/// <param name="LastName">Family name; null when not told.</param>
public sealed record SignUpUser(Guid Id, Guid ProjectId, string Email, string PasswordSealed, string? FirstName, string? LastName);

/// <summary>Mails a code to an address if it has an account that the code is of use to.</summary>
/// <param name="Id">Identifier of the request.</param>
/// <param name="ProjectId">The project.</param>
/// <param name="Purpose">What for, one of <see cref="Identity.OneTimeCodePurposes"/>.</param>
/// <param name="Email">The address as typed.</param>
/// <param name="RedirectTo">Where the mailed link's page goes on to; null when nowhere.</param>
public sealed record RequestUserCode(Guid Id, Guid ProjectId, string Purpose, string Email, string? RedirectTo = null);

/// <summary>Invites an address, which gets an account if it has none.</summary>
/// <param name="Id">Identifier of the request.</param>
/// <param name="ProjectId">The project.</param>
/// <param name="Email">The address as typed.</param>
/// <param name="RedirectTo">Where the mailed link's page goes on to; null when nowhere.</param>
public sealed record InviteUser(Guid Id, Guid ProjectId, string Email, string? RedirectTo = null);

/// <summary>Mails a code to the address that a user wants to have, unless another user has it.</summary>
/// <param name="Id">Identifier of the request.</param>
/// <param name="ProjectId">The project.</param>
/// <param name="UserId">The user.</param>
/// <param name="NewEmail">The address as typed.</param>
public sealed record ChangeUserEmail(Guid Id, Guid ProjectId, Guid UserId, string NewEmail);
