"""Words of allauth and Wagtail that their Spanish says with «tú», with a slip, not as this site does or not at all.

makemessages gathers them here, so our catalogue has them and its words come before theirs. Of Wagtail those that stand
on the way of a draft from its writer over a review to its readers.
"""

from django.utils.translation import gettext_noop as _
from django.utils.translation import ngettext_lazy

REWORDED = (
    _("The email address and/or password you specified are not correct."),
    _("The password reset token was invalid."),
    _("Be patient, you are sending too many requests."),
    _("Use your password"),
    _("Use authenticator app or code"),
    _("Forgot your password?"),
    _("Remember Me"),
    _("Forgotten your password? Enter your email address below, and we'll send you an email allowing you to reset it."),
    _("Reset My Password"),
    _(
        "We have sent you an email. If you have not received it please check your spam folder. Otherwise contact us if "
        "you do not receive it in a few minutes."
    ),
    _("Please contact us if you have any trouble resetting your password."),
    _("Please reauthenticate to safeguard your account."),
    _("Enter your password:"),
    _("Sign In"),
    _("Successfully signed in as %(name)s."),
    _("You are already logged in as %(user_display)s."),
    _("Enter Email Verification Code"),
    _("Password Reset"),
    _("Password Set"),
    _("Bad Token"),
    _("Are you sure?"),
    _("Two-Factor Authentication"),
    _("Your account is protected by two-factor authentication. Please enter an authenticator code:"),
    _("You cannot generate recovery codes without having two-factor authentication enabled."),
    _("You are about to deactivate authenticator app based authentication. Are you sure?"),
    _("New Recovery Codes Generated"),
    _("Download codes"),
    _("Passkey"),
    _("Passwordless"),
    _(
        "Enabling passwordless operation allows you to sign in using just this key, but imposes additional "
        "requirements such as biometrics or PIN protection."
    ),
    _("Are you sure you want to remove this security key?"),
    _(
        "You currently do not have any email address set up. You should really add an email address so you can "
        "receive notifications, reset your password, etc."
    ),
    _("Your email has been changed from %(from_email)s to %(to_email)s."),
    _("Email address %(deleted_email)s has been removed from your account."),
    _("Hello from %(site_name)s!"),
    _("Please Confirm Your Email Address"),
    _("Password Reset Email"),
    _(
        "You're receiving this email because you or someone else has requested a password reset for your user account.\n"
        "It can be safely ignored if you did not request a password reset. Click the link below to reset your password."
    ),
    _("Thank you for using %(site_name)s!\n%(site_domain)s"),
    _(
        "You're receiving this email because user %(user_display)s has given your email address to register an "
        "account on %(site_domain)s."
    ),
    _("Your email verification code is listed below. Please enter it in your open browser window."),
    _(
        "You are receiving this email because you or someone else tried to signup for an\n"
        "account using email address:\n\n%(email)s\n\n"
        "However, an account using that email address already exists.  In case you have\n"
        "forgotten about this, please use the password forgotten procedure to recover\n"
        "your account:\n\n%(password_reset_url)s"
    ),
    _(
        "You are receiving this email because you, or someone else, tried to access an account with email %(email)s. "
        "However, we do not have any record of such an account in our database."
    ),
    _("This mail can be safely ignored if you did not initiate this action."),
    _("If it was you, you can sign up for an account using the link below."),
)
SECURITY_KEYS = ngettext_lazy(
    "You have added %(count)s security key.", "You have added %(count)s security keys.", "count"
)
WAGTAIL = (
    _("Awaiting your review"),
    _("Your pages and snippets in a workflow"),
    _("Your most recent edits"),
    _("Your locked pages"),
    _("Search all pages…"),
    _("Cancel workflow "),
    _("Are you sure you want to unpublish this page?"),
    _("Are you sure you want to delete this page?"),
    _("Would you still like to publish this page?"),
)
